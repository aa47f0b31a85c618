#include "internal.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>

#define CS6_SECOND 1000000000
#define CS6_AT_ONCE 64

int cs6_readiness_open(void) { return CS6_ONCE(epoll_create1(EPOLL_CLOEXEC)); }

static int control(int readiness, int operation, int fd, uint64_t number, uint32_t events) {
  struct epoll_event event = {.events = events, .data.u64 = number};
  return CS6_ONCE(epoll_ctl(readiness, operation, fd, &event));
}

int cs6_readiness_add(int readiness, int fd, uint64_t number) {
  return control(readiness, EPOLL_CTL_ADD, fd, number, EPOLLIN);
}

int cs6_readiness_add_once(int readiness, int fd, uint64_t number) {
  return control(readiness, EPOLL_CTL_ADD, fd, number, EPOLLIN | EPOLLONESHOT);
}

int cs6_readiness_again(int readiness, int fd, uint64_t number) {
  return control(readiness, EPOLL_CTL_MOD, fd, number, EPOLLIN | EPOLLONESHOT);
}

int cs6_readiness_remove(int readiness, int fd) { return control(readiness, EPOLL_CTL_DEL, fd, 0, 0); }

int cs6_readiness_wait(int readiness, uint64_t *numbers, size_t n) {
  struct epoll_event events[CS6_AT_ONCE];
  int count = CS6_RETRY(epoll_wait(readiness, events, n < CS6_AT_ONCE ? (int)n : CS6_AT_ONCE, -1));
  for (int index = 0; index < count; index++) numbers[index] = events[index].data.u64;
  return count;
}

int cs6_timer_open(void) { return CS6_ONCE(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)); }

int cs6_timer_set(int timer, int64_t moment_ns) {
  // All zero would disarm it.
  if (moment_ns < 1) moment_ns = 1;
  struct itimerspec spec = {.it_value = {.tv_sec = moment_ns / CS6_SECOND, .tv_nsec = moment_ns % CS6_SECOND}};
  return CS6_ONCE(timerfd_settime(timer, TFD_TIMER_ABSTIME, &spec, NULL));
}

int cs6_wakeup_open(void) { return CS6_ONCE(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)); }

int cs6_wakeup_ring(int wakeup) {
  uint64_t one = 1;
  return (int)CS6_RETRY(write(wakeup, &one, sizeof one));
}
