#include "CPermEntry.h"
#include "raw.h"

#include <linux/fcntl.h>
#include <linux/stat.h>
#include <string.h>

_Static_assert(PERM_ENOENT == ENOENT && PERM_EINTR == EINTR && PERM_ENXIO == ENXIO && PERM_EAGAIN == EAGAIN, "errno");
_Static_assert(PERM_ENOTDIR == ENOTDIR && PERM_EPIPE == EPIPE && PERM_ELOOP == ELOOP, "errno");
_Static_assert(PERM_ECONNABORTED == ECONNABORTED, "errno");

static int open_named(int directory, const uint8_t *name, size_t size, int flags) {
  if (size == 0 || name[size - 1] != 0) return -EFAULT;
  return retried(__NR_openat, directory, (long)name, flags | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, 0, 0);
}

int perm_open_handle(int directory, const uint8_t *name, size_t size) {
  return open_named(directory, name, size, O_PATH);
}

int perm_open_reader(int directory, const uint8_t *name, size_t size) {
  return open_named(directory, name, size, O_RDONLY | O_NONBLOCK);
}

int perm_open_writer(int directory, const uint8_t *name, size_t size) {
  return open_named(directory, name, size, O_WRONLY | O_NONBLOCK);
}

int perm_read_link(int link, uint8_t *bytes, size_t size) {
  return retried(__NR_readlinkat, link, (long)"", (long)bytes, (long)size, 0);
}

struct perm_stat perm_stat(int fd) {
  struct statx raw_stat;
  struct perm_stat result = {0};
  result.result = retried(__NR_statx, fd, (long)"", AT_EMPTY_PATH | AT_STATX_SYNC_AS_STAT, STATX_BASIC_STATS, (long)&raw_stat);
  if (result.result < 0) return result;
  result.mode = raw_stat.stx_mode;
  result.owner = raw_stat.stx_uid;
  result.group = raw_stat.stx_gid;
  result.links = raw_stat.stx_nlink;
  result.device = (uint64_t)raw_stat.stx_dev_major << 32 | raw_stat.stx_dev_minor;
  result.inode = raw_stat.stx_ino;
  result.size = (int64_t)raw_stat.stx_size;
  return result;
}

int perm_read(int fd, uint8_t *bytes, size_t size) { return retried(__NR_read, fd, (long)bytes, (long)size, 0, 0); }

int perm_write(int fd, const uint8_t *bytes, size_t size) {
  return retried(__NR_write, fd, (long)bytes, (long)size, 0, 0);
}

void perm_close(int fd) { raw(__NR_close, fd, 0, 0, 0, 0); }

_Noreturn void perm_exit(int code) {
  for (;;) raw(__NR_exit_group, code, 0, 0, 0, 0);
}
