#include "internal.h"

#include <fcntl.h>
#include <linux/openat2.h>

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
