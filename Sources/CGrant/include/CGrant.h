// What perm-grant does besides what CS6Shim has: capabilities through libcap, access lists through libacl, and the calls
// that take a descriptor opened with O_PATH. Nothing else links these libraries.
//
// A function here is one thing and no policy. Each returns a non-negative result, or a negated errno.
#ifndef C_GRANT_H
#define C_GRANT_H

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stddef.h>
#include <stdint.h>

#define GRANT_NAME(name) const uint8_t *_Nonnull __counted_by(name##_size) __noescape name, size_t name##_size

// MARK: The process

int grant_fill_standard_descriptors(void);     // /dev/null where 0, 1 or 2 is closed
int grant_forget_place(void);                  // umask 022, working directory /
int grant_default_signals(void);               // none blocked, and none ignored but SIGPIPE
int grant_forbid_new_privileges(void);         // and reads back that it is so
int grant_take_group(uint32_t group);          // the only supplementary group
/// Copies a variable of the environment, without its NUL. Its length, or -ENOENT, or -E2BIG if it does not fit.
int grant_variable(GRANT_NAME(name), uint8_t *_Nonnull __counted_by(n) __noescape bytes, size_t n);

// MARK: Capabilities. A set is a number with a bit for each.

struct grant_capabilities {
  int result;
  uint64_t effective, permitted, inheritable, ambient;
};

struct grant_capabilities grant_capabilities(void);
int grant_keep_capabilities(uint64_t set);  // permitted and effective are these, the others are empty

// MARK: Files

int grant_open_beneath(int directory, GRANT_NAME(name));  // O_PATH; no link, no other mount, nothing outside
int grant_list_beneath(int directory, GRANT_NAME(name));  // the same, to read the entries of a directory
int grant_set_owner(int fd, uint32_t user, uint32_t group);
int grant_set_mode(int fd, uint32_t mode);  // through /proc/self/fd: fchmod does not take O_PATH

// MARK: Access lists, through /proc/self/fd as well

struct grant_acl_entry {
  uint32_t tag, id, permissions;
};

#define GRANT_ACL_LIMIT 64

int grant_acl_can_be(int fd);  // 1 or 0: whether the file system has access lists
/// How many entries there are, those of the mode where there are no lists; -E2BIG if they do not fit.
int grant_acl_get(int fd, struct grant_acl_entry *_Nonnull __counted_by(n) __noescape entries, size_t n);
int grant_acl_set(int fd, const struct grant_acl_entry *_Nonnull __counted_by(n) __noescape entries, size_t n);
int grant_acl_has_default(int fd);     // 1 or 0: whether new entries of a directory would get one
int grant_acl_remove_default(int fd);

#endif
