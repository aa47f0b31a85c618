#define _GNU_SOURCE
#include "CFloor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static int64_t nanoseconds(struct timeval t) { return (int64_t)t.tv_sec * 1000000000 + (int64_t)t.tv_usec * 1000; }

int floor_run(char *const *arguments, struct floor_cost *cost) {
  static posix_spawn_file_actions_t actions;
  static posix_spawnattr_t attributes;
  static int ready;
  if (!ready) {
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    ready = 1;
  }
  struct timespec a, b;
  struct rusage usage;
  pid_t pid;
  int status;
  clock_gettime(CLOCK_MONOTONIC, &a);
  if (posix_spawn(&pid, arguments[0], &actions, &attributes, arguments, environ) != 0) return -1;
  while (wait4(pid, &status, 0, &usage) != pid)
    if (errno != EINTR) return -1;
  clock_gettime(CLOCK_MONOTONIC, &b);
  cost->wall = (int64_t)(b.tv_sec - a.tv_sec) * 1000000000 + (b.tv_nsec - a.tv_nsec);
  cost->cpu = nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime);
  cost->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return 0;
}

int64_t floor_spawn(char *const *arguments) {
  struct floor_cost cost;
  return floor_run(arguments, &cost) == 0 && cost.code == 0 ? cost.wall : -1;
}

static int64_t resident_peak(pid_t pid) {
  char path[32], line[128];
  long peak = -1;
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  FILE *file = fopen(path, "re");
  if (!file) return -1;
  while (fgets(line, sizeof line, file))
    if (sscanf(line, "VmHWM: %ld", &peak) == 1) break;
  fclose(file);
  return peak;
}

int64_t floor_peak(char *const *arguments) {
  pid_t pid = fork();
  if (pid == 0) {
    int null = open("/dev/null", O_WRONLY);
    if (null >= 0 && dup2(null, 1) >= 0 && dup2(null, 2) >= 0 && ptrace(PTRACE_TRACEME, 0, 0, 0) == 0)
      execv(arguments[0], arguments);
    _exit(251);
  }
  int64_t peak = -1;
  int status, first = 1;
  // It stops after its exec, at its signals, and last when it is about to give its memory back.
  while (pid > 0 && waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
    int signal = WSTOPSIG(status);
    if (first) ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL);
    if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8)) peak = resident_peak(pid);
    ptrace(PTRACE_CONT, pid, 0, signal == SIGTRAP ? 0 : signal);
    first = 0;
  }
  return peak;
}

int floor_companion(char *const *arguments, int *to, int *from) {
  int in[2], out[2];
  pid_t pid;
  if (pipe2(in, O_CLOEXEC) < 0) return -1;
  if (pipe2(out, O_CLOEXEC) < 0) return -1;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  int refused = posix_spawnp(&pid, arguments[0], &actions, NULL, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  *to = in[1];
  *from = out[0];
  return refused ? -1 : pid;
}

int64_t floor_cpu_time(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int floor_hold_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGHUP);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return sigprocmask(SIG_BLOCK, &set, NULL) < 0 ? -1 : signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

int floor_take_signal(int descriptor) {
  struct signalfd_siginfo info;
  return read(descriptor, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
}
