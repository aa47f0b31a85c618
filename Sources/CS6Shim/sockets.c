#include "internal.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

int cs6_connect(CS6_NAME(path), int timeout_ms) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  const char *string = CS6_STRING(path);
  if (string == NULL) return -EFAULT;
  if (path_size > sizeof address.sun_path) return -ENAMETOOLONG;
  memcpy(address.sun_path, string, path_size);
  int fd = CS6_RETRY(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (fd < 0) return fd;
  struct timeval patience = {.tv_sec = timeout_ms / 1000, .tv_usec = timeout_ms % 1000 * 1000};
  int result = CS6_RETRY(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience));
  if (result >= 0) result = CS6_RETRY(connect(fd, (const struct sockaddr *)&address, sizeof address));
  if (result >= 0) result = CS6_RETRY(fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK));
  if (result < 0) close(fd);
  return result < 0 ? result : fd;
}

ssize_t cs6_send(int fd, const uint8_t *bytes, size_t n) { return CS6_RETRY(send(fd, bytes, n, MSG_NOSIGNAL)); }
