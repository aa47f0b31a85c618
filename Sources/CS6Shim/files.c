#include "internal.h"

#include <fcntl.h>
#include <linux/stat.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>

ssize_t cs6_read(int fd, uint8_t *bytes, size_t n) { return CS6_RETRY(read(fd, bytes, n)); }

ssize_t cs6_read_at(int fd, uint8_t *bytes, size_t n, int64_t offset) {
  return CS6_RETRY(pread(fd, bytes, n, offset));
}

ssize_t cs6_write(int fd, const uint8_t *bytes, size_t n) { return CS6_RETRY(write(fd, bytes, n)); }

ssize_t cs6_read_entries(int fd, uint8_t *bytes, size_t n) {
  return CS6_RETRY(syscall(SYS_getdents64, fd, bytes, n));  // the wrapper is glibc 2.30
}

ssize_t cs6_read_link(int directory, CS6_NAME(path), uint8_t *bytes, size_t n) {
  return CS6_RETRY(readlinkat(directory, CS6_STRING(path), (char *)bytes, n));
}

ssize_t cs6_read_attribute(CS6_NAME(path), CS6_NAME(name), uint8_t *bytes, size_t n) {
  return CS6_RETRY(lgetxattr(CS6_STRING(path), CS6_STRING(name), bytes, n));
}

// fstat and fstatat are symbols of glibc 2.33, and where there is a native 64-bit layout the kernel's is
// glibc's: mirrored.c asserts its size.
static struct cs6_stat copy(long result, const struct stat *from) {
  if (result < 0) return (struct cs6_stat){.result = (int)result};
  return (struct cs6_stat){
      .device = from->st_dev,
      .inode = from->st_ino,
      .links = from->st_nlink,
      .size = from->st_size,
      .mode = from->st_mode,
      .owner = from->st_uid,
      .group = from->st_gid,
  };
}

struct cs6_stat cs6_stat_descriptor(int fd) {
  struct stat s;
  long result = CS6_RETRY(syscall(SYS_fstat, fd, &s));
  return copy(result, &s);
}

static struct cs6_stat stat_at(int directory, const char *path, int flags) {
  struct stat s;
  long result = CS6_RETRY(syscall(SYS_newfstatat, directory, path, &s, flags));
  return copy(result, &s);
}

struct cs6_stat cs6_stat_entry(int directory, CS6_NAME(path)) {
  return stat_at(directory, CS6_STRING(path), AT_SYMLINK_NOFOLLOW);
}

struct cs6_stat cs6_stat_target(int directory, CS6_NAME(path)) { return stat_at(directory, CS6_STRING(path), 0); }

struct cs6_mount cs6_mount_of(int fd) {
  struct statx s = {0};
  long result = CS6_RETRY(syscall(SYS_statx, fd, "", AT_EMPTY_PATH, STATX_MNT_ID, &s));
  if (result < 0) return (struct cs6_mount){.result = (int)result};
  return (struct cs6_mount){.result = (s.stx_mask & STATX_MNT_ID) != 0, .id = s.stx_mnt_id};
}

// A name that does not end in a NUL has become a null pointer by then, and EFAULT.
static int has_mount_flag(const char *path, unsigned long flag) {
  struct statfs s;
  int result = CS6_RETRY(statfs(path, &s));
  return result < 0 ? result : (s.f_flags & (long)flag) != 0;
}

int cs6_is_nosuid(CS6_NAME(path)) { return has_mount_flag(CS6_STRING(path), ST_NOSUID); }

int cs6_is_noexec(CS6_NAME(path)) { return has_mount_flag(CS6_STRING(path), ST_NOEXEC); }

int cs6_make_fifo(int directory, CS6_NAME(path), mode_t mode) {
  // mknodat is glibc 2.33
  return (int)CS6_RETRY(syscall(SYS_mknodat, directory, CS6_STRING(path), S_IFIFO | mode, 0));
}

int cs6_make_directory(int directory, CS6_NAME(path), mode_t mode) {
  return CS6_RETRY(mkdirat(directory, CS6_STRING(path), mode));
}

int cs6_make_link(CS6_NAME(target), int directory, CS6_NAME(path)) {
  return CS6_RETRY(symlinkat(CS6_STRING(target), directory, CS6_STRING(path)));
}

int cs6_set_mode(int fd, mode_t mode) { return CS6_RETRY(fchmod(fd, mode)); }
int cs6_set_group(int fd, gid_t group) { return CS6_RETRY(fchown(fd, (uid_t)-1, group)); }

int cs6_set_owner(int fd, uid_t user, gid_t group) { return CS6_RETRY(fchown(fd, user, group)); }
int cs6_sync(int fd) { return CS6_RETRY(fdatasync(fd)); }

int cs6_rename(int from_directory, CS6_NAME(from), int to_directory, CS6_NAME(to)) {
  return CS6_RETRY(renameat(from_directory, CS6_STRING(from), to_directory, CS6_STRING(to)));
}

int cs6_rename_noreplace(int from_directory, CS6_NAME(from), int to_directory, CS6_NAME(to)) {
  // renameat2 is glibc 2.28
  return (int)CS6_RETRY(
      syscall(SYS_renameat2, from_directory, CS6_STRING(from), to_directory, CS6_STRING(to), RENAME_NOREPLACE));
}

int cs6_unlink(int directory, CS6_NAME(path)) { return CS6_RETRY(unlinkat(directory, CS6_STRING(path), 0)); }

int cs6_remove_directory(int directory, CS6_NAME(path)) {
  return CS6_RETRY(unlinkat(directory, CS6_STRING(path), AT_REMOVEDIR));
}

struct cs6_lock cs6_lock_holder(int fd) {
  // A read lock is asked about, as s6_svc_ok does: it conflicts with the supervisor's write lock only.
  struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
  int result = CS6_RETRY(fcntl(fd, F_GETLK, &lock));
  if (result < 0) return (struct cs6_lock){.result = result};
  if (lock.l_type == F_UNLCK) return (struct cs6_lock){.result = 0};
  return (struct cs6_lock){.result = 1, .holder = lock.l_pid > 0 ? lock.l_pid : 0};
}

int cs6_unlock(int fd) { return CS6_RETRY(flock(fd, LOCK_UN)); }
int cs6_try_lock(int fd) { return CS6_RETRY(flock(fd, LOCK_EX | LOCK_NB)); }
