#include "internal.h"

#include <poll.h>
#include <sys/inotify.h>
#include <time.h>

#define CS6_SECOND 1000000000

int cs6_poll(struct cs6_pollfd *fds, size_t n, int64_t timeout_ns) {
  struct timespec t = {.tv_sec = timeout_ns / CS6_SECOND, .tv_nsec = timeout_ns % CS6_SECOND};
  return CS6_ONCE(ppoll((struct pollfd *)fds, n, timeout_ns < 0 ? NULL : &t, NULL));
}

int cs6_watch_open(void) { return CS6_RETRY(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)); }

int cs6_watch_add(int watch, CS6_NAME(path), uint32_t mask) {
  return CS6_RETRY(inotify_add_watch(watch, CS6_STRING(path), mask));
}

int cs6_watch_remove(int watch, int descriptor) { return CS6_RETRY(inotify_rm_watch(watch, descriptor)); }

static int64_t read_clock(clockid_t clock) {
  struct timespec t;
  if (clock_gettime(clock, &t) == -1) return -errno;
  return (int64_t)t.tv_sec * CS6_SECOND + t.tv_nsec;
}

int64_t cs6_monotonic_ns(void) { return read_clock(CLOCK_MONOTONIC); }
int64_t cs6_realtime_ns(void) { return read_clock(CLOCK_REALTIME); }
int64_t cs6_boottime_ns(void) { return read_clock(CLOCK_BOOTTIME); }
