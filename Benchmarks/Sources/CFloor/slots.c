#define _GNU_SOURCE
#include "subscriber.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_new(const char *directory, const char *name, const char *text, mode_t mode) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return -1;
  ssize_t length = (ssize_t)strlen(text), written = write(file, text, (size_t)length);
  int result = written == length && fchmod(file, mode) == 0 ? 0 : -1;
  close(file);
  return result;
}

static int tell_scanner(const char *scandir, const char *bytes) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/.s6-svscan/control", scandir);
  int fifo = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  if (fifo < 0) return -1;
  ssize_t length = (ssize_t)strlen(bytes);
  int result = write(fifo, bytes, (size_t)length) == length ? 0 : -1;
  close(fifo);
  return result;
}

int floor_add(const char *scandir, const char *name, const char *script) {
  char hidden[PATH_MAX], slot[PATH_MAX], event[PATH_MAX + 8];
  struct subscriber s;
  snprintf(hidden, sizeof hidden, "%s/.%s.new", scandir, name);
  snprintf(slot, sizeof slot, "%s/%s", scandir, name);
  snprintf(event, sizeof event, "%s/event", hidden);
  if (mkdir(hidden, 0755) < 0 || mkdir(event, 0700) < 0 || write_new(hidden, "run", script, 0755) < 0) return -1;
  if (subscribe(&s, hidden) < 0) return -1;
  int result = -1;
  if (rename(hidden, slot) == 0 && tell_scanner(scandir, "a") == 0) result = await(s.fifo, 'u');
  unsubscribe(&s);
  return result;
}

int floor_remove(const char *scandir, const char *name) {
  static const char *const files[] = {"supervise/lock", "supervise/control", "supervise/status", "supervise/death_tally",
                                      "run"};
  static const char *const directories[] = {"supervise", "event"};
  char hidden[PATH_MAX], slot[PATH_MAX], path[PATH_MAX + 32];
  struct subscriber s;
  snprintf(hidden, sizeof hidden, "%s/.%s.old", scandir, name);
  snprintf(slot, sizeof slot, "%s/%s", scandir, name);
  if (subscribe(&s, slot) < 0) return -1;
  int result = -1;
  if (rename(slot, hidden) == 0 && tell_scanner(scandir, "an") == 0) result = await(s.fifo, 'x');
  unsubscribe(&s);
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    snprintf(path, sizeof path, "%s/%s", hidden, files[i]);
    unlink(path);
  }
  for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
    snprintf(path, sizeof path, "%s/%s", hidden, directories[i]);
    rmdir(path);
  }
  return rmdir(hidden) < 0 ? -1 : result;
}
