#include "internal.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>

#define CS6_HANDLE (O_PATH | O_DIRECTORY | O_CLOEXEC)
#define CS6_LISTING (O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC)
// O_NONBLOCK: whatever is planted under the name, a FIFO without a peer cannot hang us. O_NOCTTY: nor can a
// terminal become ours.
#define CS6_LEAF (O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC)

int cs6_open_directory(int directory, CS6_NAME(path)) {
  return CS6_RETRY(openat(directory, CS6_STRING(path), CS6_HANDLE));
}

int cs6_open_directory_nofollow(int directory, CS6_NAME(path)) {
  return CS6_RETRY(openat(directory, CS6_STRING(path), CS6_HANDLE | O_NOFOLLOW));
}

int cs6_open_directory_without_links(int directory, CS6_NAME(path)) {
  struct open_how how = {.flags = CS6_HANDLE, .resolve = RESOLVE_NO_SYMLINKS};
  return (int)CS6_RETRY(syscall(SYS_openat2, directory, CS6_STRING(path), &how, sizeof how));
}

// Joins the two, so that one call goes all the way and nobody has to put a path together on the heap.
static int open_below(const char *directory, const char *name, uint64_t flags) {
  char path[PATH_MAX];
  struct open_how how = {.flags = flags, .resolve = RESOLVE_NO_SYMLINKS};
  if (directory == NULL || name == NULL) return -EFAULT;
  size_t length = strlen(directory), rest = strlen(name) + 1;
  if (length + 1 + rest > sizeof path) return -ENAMETOOLONG;
  memcpy(path, directory, length);
  path[length] = '/';
  memcpy(path + length + 1, name, rest);
  return (int)CS6_RETRY(syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how));
}

int cs6_open_reader_without_links(CS6_NAME(directory), CS6_NAME(name)) {
  return open_below(CS6_STRING(directory), CS6_STRING(name), O_RDONLY | CS6_LEAF);
}

int cs6_open_writer_without_links(CS6_NAME(directory), CS6_NAME(name)) {
  return open_below(CS6_STRING(directory), CS6_STRING(name), O_WRONLY | CS6_LEAF);
}

int cs6_open_directory_below_without_links(CS6_NAME(directory), CS6_NAME(name)) {
  return open_below(CS6_STRING(directory), CS6_STRING(name), CS6_HANDLE);
}

int cs6_open_link(int directory, CS6_NAME(path)) {
  return CS6_RETRY(openat(directory, CS6_STRING(path), O_PATH | O_NOFOLLOW | O_CLOEXEC));
}

int cs6_open_listing(int directory, CS6_NAME(path)) {
  return CS6_RETRY(openat(directory, CS6_STRING(path), CS6_LISTING));
}

int cs6_open_listing_nofollow(int directory, CS6_NAME(path)) {
  return CS6_RETRY(openat(directory, CS6_STRING(path), CS6_LISTING | O_NOFOLLOW));
}

int cs6_open_reader(int directory, CS6_NAME(path)) {
  return CS6_RETRY(openat(directory, CS6_STRING(path), O_RDONLY | CS6_LEAF));
}

int cs6_open_writer(int directory, CS6_NAME(path)) {
  return CS6_RETRY(openat(directory, CS6_STRING(path), O_WRONLY | CS6_LEAF));
}

int cs6_open_both_ends(int directory, CS6_NAME(path)) {
  return CS6_RETRY(openat(directory, CS6_STRING(path), O_RDWR | CS6_LEAF));
}

int cs6_create_file(int directory, CS6_NAME(path), mode_t mode) {
  return CS6_RETRY(openat(directory, CS6_STRING(path), O_WRONLY | O_CREAT | O_EXCL | CS6_LEAF, mode));
}

int cs6_open_lock(int directory, CS6_NAME(path), mode_t mode) {
  return CS6_RETRY(openat(directory, CS6_STRING(path), O_RDWR | O_CREAT | CS6_LEAF, mode));
}

int cs6_open_log(int directory, CS6_NAME(path), mode_t mode) {
  return CS6_RETRY(openat(directory, CS6_STRING(path), O_WRONLY | O_APPEND | O_CREAT | CS6_LEAF, mode));
}

int cs6_close(int fd) { return close(fd) == -1 && errno != EINTR ? -errno : 0; }
