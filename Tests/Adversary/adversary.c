// Executes a program as somebody hostile would: adversary WORD... -- PROGRAM [ARGUMENT...]
//
// Each word changes one thing that a program inherits. They are obeyed in order.
#define _GNU_SOURCE
#include <errno.h>
#include <arpa/inet.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "CPermEntry.h"

extern char **environ;
static int argc_is_zero;
static long argument_count = -1;

static void die(const char *what) {
  perror(what);
  exit(250);
}

static int limit_named(const char *name) {
  static const struct { const char *name; int limit; } limits[] = {
      {"FSIZE", RLIMIT_FSIZE}, {"NOFILE", RLIMIT_NOFILE}, {"AS", RLIMIT_AS}, {"STACK", RLIMIT_STACK},
      {"NPROC", RLIMIT_NPROC}, {"CPU", RLIMIT_CPU}, {"SIGPENDING", RLIMIT_SIGPENDING}, {"MEMLOCK", RLIMIT_MEMLOCK},
      {"DATA", RLIMIT_DATA}, {"CORE", RLIMIT_CORE},
  };
  for (size_t n = 0; n < sizeof limits / sizeof *limits; n++)
    if (strcmp(limits[n].name, name) == 0) return limits[n].limit;
  errno = EINVAL;
  die(name);
  return -1;
}

static void limit(char *text) {  // NAME:VALUE
  char *value = strchr(text, ':');
  if (value == NULL) die("rlimit");
  *value++ = 0;
  rlim_t number = strcmp(value, "max") == 0 ? RLIM_INFINITY : strtoull(value, NULL, 10);
  struct rlimit both = {number, number};
  if (setrlimit(limit_named(text), &both) < 0) die("setrlimit");
}

static void all_signals(void (*action)(int)) {
  for (int number = 1; number < NSIG; number++) signal(number, action);
}

static void full_pipe(int fd) {
  int ends[2];
  if (pipe(ends) < 0) die("pipe");
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  char byte = 'x';
  while (write(ends[1], &byte, 1) == 1) {}
  fcntl(ends[1], F_SETFL, 0);
  if (fork() == 0) {  // somebody holds the reading end, and reads nothing
    for (int other = 0; other < 3; other++) close(other);
    close(ends[1]);
    alarm(20);
    for (;;) pause();
  }
  close(ends[0]);
  dup2(ends[1], fd);
}

static void closed_pipe(int fd) {
  int ends[2];
  if (pipe(ends) < 0) die("pipe");
  dup2(ends[1], fd);
  close(ends[0]);
  close(ends[1]);
}

// A socket whose closing takes `seconds`: the other end reads nothing, and there is more to be sent.
static int lingering(int seconds) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM, 0), fd = socket(AF_INET, SOCK_STREAM, 0);
  int small = 4096;
  setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 1) < 0) die("listen");
  getsockname(listener, (struct sockaddr *)&address, &size);
  if (connect(fd, (struct sockaddr *)&address, size) < 0) die("connect");
  if (fork() == 0) {  // the other end, as long as is needed
    close(fd);
    alarm(60);
    for (;;) pause();
  }
  close(listener);
  struct linger linger = {1, seconds};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  char block[65536] = {0};
  for (int rounds = 0; rounds < 5; rounds++) {  // as much as there is room for, once all has gone that could
    while (send(fd, block, sizeof block, MSG_DONTWAIT) > 0) {}
    usleep(20000);
  }
  return fd;
}

// Hands somebody a lingering socket, with a byte, and goes.
static void pass_lingering(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  int passed = lingering(20), fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) die("connect");
  char byte = 'x';
  struct iovec iov = {&byte, 1};
  union { char bytes[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } control = {0};
  struct msghdr message = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &passed, sizeof passed);
  ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL);
  _exit(sent < 0 ? 1 : 0);
}

// Waits until somebody writes to a FIFO: what comes next comes at once.
static void await_release(const char *path) {
  char byte;
  int fd = open(path, O_RDONLY);
  if (fd < 0 || read(fd, &byte, 1) != 1) die(path);
  close(fd);
}

static void big_environment(size_t bytes) {
  static char name[32];
  clearenv();
  char *value = malloc(100001);
  memset(value, 'e', 100000);
  value[100000] = 0;
  for (size_t n = 0; n * 100000 < bytes; n++) {
    snprintf(name, sizeof name, "BIG%zu", n);
    setenv(name, value, 1);
  }
}

static void obey(char *word) {
  char *value = strchr(word, '=');
  if (value != NULL) *value++ = 0;
  long number = value == NULL ? 0 : strtol(value, NULL, 0);
  if (strcmp(word, "argc0") == 0) argc_is_zero = 1;
  else if (strcmp(word, "arguments") == 0) argument_count = number;
  else if (strcmp(word, "close") == 0) close((int)number);
  else if (strcmp(word, "clearenv") == 0) clearenv();
  else if (strcmp(word, "bigenv") == 0) big_environment((size_t)number);
  else if (strcmp(word, "umask") == 0) umask((mode_t)strtol(value, NULL, 8));
  else if (strcmp(word, "rlimit") == 0) limit(value);
  else if (strcmp(word, "ignore") == 0) all_signals(SIG_IGN);
  else if (strcmp(word, "block") == 0) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
  } else if (strcmp(word, "itimer") == 0) {  // microseconds
    struct itimerval timer = {.it_value = {.tv_usec = number}};
    setitimer(ITIMER_REAL, &timer, NULL);
  } else if (strcmp(word, "fds") == 0) {
    while (number-- > 0) if (open("/", number % 2 == 0 ? O_RDONLY : O_PATH) < 0) die("open");
  } else if (strcmp(word, "deletedcwd") == 0) {
    char path[] = "/tmp/adversary.XXXXXX";
    if (mkdtemp(path) == NULL || chdir(path) < 0 || rmdir(path) < 0) die("cwd");
  } else if (strcmp(word, "fullpipe") == 0) full_pipe((int)number);
  else if (strcmp(word, "closedpipe") == 0) closed_pipe((int)number);
  else if (strcmp(word, "nnp") == 0) prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  else if (strcmp(word, "pdeathsig") == 0) prctl(PR_SET_PDEATHSIG, SIGKILL);
  else if (strcmp(word, "keepcaps") == 0) prctl(PR_SET_KEEPCAPS, 1);
  else if (strcmp(word, "idle") == 0) sched_setscheduler(0, SCHED_IDLE, &(struct sched_param){0});
  else if (strcmp(word, "nice") == 0) setpriority(PRIO_PROCESS, 0, (int)number);
  else if (strcmp(word, "linger") == 0) lingering((int)number);
  else if (strcmp(word, "passlinger") == 0) pass_lingering(value);
  else if (strcmp(word, "release") == 0) await_release(value);
  else if (strcmp(word, "sealed") == 0) {
    perm_forbid_new_privileges();
    perm_forbid_dumps();
    if (perm_allow_only_write_and_exit() == 0) getppid();
    die("sealed");
  } else if (strcmp(word, "personality") == 0) personality(READ_IMPLIES_EXEC | ADDR_NO_RANDOMIZE | ADDR_COMPAT_LAYOUT);
  else {
    errno = EINVAL;
    die(word);
  }
}

int main(int count, char **words) {
  int n = 1;
  for (; n < count && strcmp(words[n], "--") != 0; n++) {
    // NAME=VALUE in capitals is a variable.
    if (words[n][0] >= 'A' && words[n][0] <= 'Z' && strchr(words[n], '=') != NULL) putenv(words[n]);
    else obey(words[n]);
  }
  if (n + 1 >= count) {
    fprintf(stderr, "usage: adversary WORD... -- PROGRAM [ARGUMENT...]\n");
    return 250;
  }
  char **arguments = words + n + 1;
  if (argc_is_zero) arguments = (char *[]){NULL};
  if (argument_count >= 0) {
    arguments = calloc((size_t)argument_count + 2, sizeof *arguments);
    arguments[0] = words[n + 1];
    for (long k = 1; k <= argument_count; k++) arguments[k] = "web";
  }
  execve(words[n + 1], arguments, environ);
  die(words[n + 1]);
}
