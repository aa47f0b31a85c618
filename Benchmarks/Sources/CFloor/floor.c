#define _GNU_SOURCE
#include "subscriber.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// All the way by one call, and no link on it.
static int open_below(const char *servicedir, const char *name, uint64_t flags) {
  char path[PATH_MAX];
  struct open_how how = {.flags = flags | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS};
  size_t length = strlen(servicedir), rest = strlen(name) + 1;
  if (length + rest > sizeof path) return -1;
  memcpy(path, servicedir, length);
  memcpy(path + length, name, rest);
  return (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
}

int64_t floor_status(const char *servicedir) {
  int file = open_below(servicedir, "/supervise/status", O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY);
  int64_t pid = -1;
  struct stat s;
  unsigned char record[44];
  if (file >= 0 && fstat(file, &s) == 0 && S_ISREG(s.st_mode)) {
    ssize_t count = read(file, record, sizeof record);
    if (count == 35 || count == 43) {
      pid = 0;
      for (int i = 24; i < 32; i++) pid = pid << 8 | record[i];
    }
  }
  if (file >= 0) close(file);
  return pid;
}

int floor_send(const char *servicedir, char byte) {
  int fifo = open_below(servicedir, "/supervise/control", O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY);
  int result = -1;
  struct stat s;
  if (fifo >= 0 && fstat(fifo, &s) == 0 && S_ISFIFO(s.st_mode)) {
    uint64_t pipe = UINT64_C(1) << (SIGPIPE - 1), old = 0;
    syscall(SYS_rt_sigprocmask, SIG_BLOCK, &pipe, &old, sizeof pipe);
    result = write(fifo, &byte, 1) == 1 ? 0 : -1;
    if (!(old & pipe)) syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &pipe, NULL, sizeof pipe);
  }
  if (fifo >= 0) close(fifo);
  return result;
}

int await(int fifo, char event) {
  for (;;) {
    struct pollfd poll_set = {.fd = fifo, .events = POLLIN};
    char bytes[64];
    if (poll(&poll_set, 1, 10000) != 1) return -1;
    ssize_t count = read(fifo, bytes, sizeof bytes);
    if (count > 0 && memchr(bytes, event, (size_t)count)) return 0;
  }
}

void unsubscribe(struct subscriber *s) {
  if (s->directory >= 0) unlinkat(s->directory, s->visible, 0);
  if (s->fifo >= 0) close(s->fifo);
  if (s->directory >= 0) close(s->directory);
}

int subscribe(struct subscriber *s, const char *servicedir) {
  char hidden[65];
  snprintf(s->visible, sizeof s->visible, "ftrig1:@400000006b00fe2e00000001:floor0");
  snprintf(hidden, sizeof hidden, ".%s", s->visible);
  s->fifo = -1;
  s->directory = open_below(servicedir, "/event", O_PATH | O_DIRECTORY);
  if (s->directory < 0) return -1;
  if (mkfifoat(s->directory, hidden, 0622) == 0) {
    s->fifo = openat(s->directory, hidden, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    if (s->fifo >= 0 && renameat(s->directory, hidden, s->directory, s->visible) == 0) return 0;
  }
  unsubscribe(s);
  return -1;
}

int floor_ask(const char *servicedir, char byte, char event) {
  struct subscriber s;
  if (subscribe(&s, servicedir) < 0) return -1;
  int result = floor_send(servicedir, byte) == 0 ? await(s.fifo, event) : -1;
  unsubscribe(&s);
  return result;
}

int floor_restart(const char *servicedir) {
  struct subscriber s;
  if (subscribe(&s, servicedir) < 0) return -1;
  int result = -1;
  if (floor_send(servicedir, 'r') == 0 && await(s.fifo, 'D') == 0 && floor_send(servicedir, 'u') == 0)
    result = await(s.fifo, 'u');
  unsubscribe(&s);
  return result;
}

int floor_ask_all(const char *const *servicedirs, int count, char byte, char event) {
  struct subscriber *all = calloc((size_t)count, sizeof *all);
  struct pollfd *set = calloc((size_t)count, sizeof *set);
  int begun = 0, left = 0, result = -1;
  if (!all || !set) goto out;
  for (; begun < count; begun++) {
    if (subscribe(&all[begun], servicedirs[begun]) < 0) goto out;
    set[begun] = (struct pollfd){.fd = all[begun].fifo, .events = POLLIN};
    if (floor_send(servicedirs[begun], byte) < 0) {
      begun++;
      goto out;
    }
  }
  for (left = count; left > 0;) {
    if (poll(set, (nfds_t)count, 60000) < 1) goto out;
    for (int i = 0; i < count; i++) {
      char bytes[64];
      if (!(set[i].revents & POLLIN)) continue;
      ssize_t got = read(set[i].fd, bytes, sizeof bytes);
      if (got <= 0 || !memchr(bytes, event, (size_t)got)) continue;
      set[i].fd = -1;
      left--;
    }
  }
  result = 0;
out:
  for (int i = 0; i < begun; i++) unsubscribe(&all[i]);
  free(all);
  free(set);
  return result;
}

int floor_subscribe(const char *servicedir) {
  struct subscriber s;
  if (subscribe(&s, servicedir) < 0) return -1;
  unsubscribe(&s);
  return 0;
}

// Notifies as ftrigw does: every FIFO that is visible gets the event.
int floor_notify(const char *servicedir, char event) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/event", servicedir);
  DIR *directory = opendir(path);
  if (!directory) return -1;
  int told = 0;
  for (struct dirent *entry; (entry = readdir(directory));) {
    if (strncmp(entry->d_name, "ftrig1:@", 8) != 0) continue;
    int fifo = openat(dirfd(directory), entry->d_name, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fifo < 0) continue;
    told += write(fifo, &event, 1) == 1;
    close(fifo);
  }
  closedir(directory);
  return told;
}

// A subscription that is kept, and one event that it is told of and reads.
int floor_wake(const char *servicedir) {
  static struct subscriber s;
  static int is_there;
  if (!is_there && subscribe(&s, servicedir) < 0) return -1;
  is_there = 1;
  return floor_notify(servicedir, 'u') > 0 ? await(s.fifo, 'u') : -1;
}

int floor_list(const char *scandir) {
  DIR *directory = opendir(scandir);
  if (!directory) return -1;
  int count = 0;
  for (struct dirent *entry; (entry = readdir(directory));) {
    struct stat s;
    if (entry->d_name[0] == '.') continue;
    if (entry->d_type == DT_DIR || (fstatat(dirfd(directory), entry->d_name, &s, 0) == 0 && S_ISDIR(s.st_mode))) count++;
  }
  closedir(directory);
  return count;
}
