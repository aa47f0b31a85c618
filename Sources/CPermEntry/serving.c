#include "CPermEntry.h"
#include "raw.h"

#include <linux/fcntl.h>
#include <linux/time_types.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

_Static_assert(PERM_POLLIN == POLLIN && PERM_POLLOUT == POLLOUT, "poll");

int perm_listen(const uint8_t *path, size_t size, int backlog) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (size == 0 || path[size - 1] != 0) return -EFAULT;
  if (size > sizeof address.sun_path) return -ENAMETOOLONG;
  for (size_t n = 0; n < size; n++) address.sun_path[n] = (char)path[n];
  int fd = retried(__NR_socket, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, 0, 0);
  if (fd < 0) return fd;
  // SO_PASSRIGHTS, since Linux 6.16: nobody hands us a descriptor whose closing takes as long as he likes (SO_LINGER).
  int none = 0;
  raw(__NR_setsockopt, fd, SOL_SOCKET, 83, (long)&none, sizeof none);
  int result = retried(__NR_unlinkat, AT_FDCWD, (long)path, 0, 0, 0);
  if (result < 0 && result != -ENOENT) return result;
  raw(__NR_umask, 0111, 0, 0, 0, 0);  // the socket's mode is 0666 from its first moment on
  result = retried(__NR_bind, fd, (long)&address, sizeof address, 0, 0);
  raw(__NR_umask, 077, 0, 0, 0, 0);
  if (result < 0) return result;
  result = retried(__NR_listen, fd, backlog, 0, 0, 0);
  return result < 0 ? result : fd;
}

int perm_accept(int socket) {
  return retried(__NR_accept4, socket, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

struct perm_peer perm_peer(int socket) {
  struct { int32_t process; uint32_t user, group; } credentials = {0};
  uint32_t size = sizeof credentials;
  struct perm_peer peer = {0};
  peer.result = retried(__NR_getsockopt, socket, SOL_SOCKET, SO_PEERCRED, (long)&credentials, (long)&size);
  peer.process = credentials.process;
  peer.user = credentials.user;
  return peer;
}

int perm_poll(struct perm_poll *fds, size_t n, int milliseconds) {
  struct __kernel_timespec time = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000LL};
  return (int)raw(__NR_ppoll, (long)fds, (long)n, milliseconds < 0 ? 0 : (long)&time, 0, 0);
}

int perm_send(int socket, const uint8_t *bytes, size_t size) {
  // Five arguments are all that raw() passes on: the sixth, the length of no address, is 0.
  return retried(__NR_sendto, socket, (long)bytes, (long)size, MSG_NOSIGNAL | MSG_DONTWAIT, 0);
}

int perm_ignore_broken_pipes(void) {
  uint64_t set = 1ULL << (SIGPIPE - 1);
  return retried(__NR_rt_sigprocmask, SIG_BLOCK, (long)&set, 0, sizeof set, 0);
}

int64_t perm_monotonic_ms(void) {
  struct __kernel_timespec now = {0};
  raw(__NR_clock_gettime, 1 /* CLOCK_MONOTONIC */, (long)&now, 0, 0, 0);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
