#include "internal.h"

#include <acl/libacl.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/acl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static int open_beneath(int directory, const uint8_t *name, size_t size, uint64_t flags) {
  if (size == 0 || name[size - 1] != 0) return -EFAULT;
  struct open_how how = {
      .flags = flags | O_NOFOLLOW | O_CLOEXEC,
      .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
  };
  return GRANT_RETRY(syscall(SYS_openat2, directory, (const char *)name, &how, sizeof how));
}

int grant_open_beneath(int directory, GRANT_NAME(name)) { return open_beneath(directory, name, name_size, O_PATH); }

int grant_list_beneath(int directory, GRANT_NAME(name)) {
  return open_beneath(directory, name, name_size, O_RDONLY | O_DIRECTORY | O_NONBLOCK);
}

int grant_set_owner(int fd, uint32_t user, uint32_t group) {
  return GRANT_RETRY(fchownat(fd, "", user, group, AT_EMPTY_PATH));
}

int grant_set_mode(int fd, uint32_t mode) {
  GRANT_PATH(fd);
  return GRANT_RETRY(chmod(path, mode));
}

// MARK: Access lists

static int copy_entry(acl_entry_t from, struct grant_acl_entry *to) {
  acl_tag_t tag;
  acl_permset_t permissions;
  if (acl_get_tag_type(from, &tag) == -1 || acl_get_permset(from, &permissions) == -1) return -errno;
  *to = (struct grant_acl_entry){.tag = (uint32_t)tag};
  if (acl_get_perm(permissions, ACL_READ) == 1) to->permissions |= 4;
  if (acl_get_perm(permissions, ACL_WRITE) == 1) to->permissions |= 2;
  if (acl_get_perm(permissions, ACL_EXECUTE) == 1) to->permissions |= 1;
  if (tag != ACL_USER && tag != ACL_GROUP) return 0;
  id_t *id = acl_get_qualifier(from);
  if (!id) return -errno;
  to->id = *id;
  acl_free(id);
  return 0;
}

/// Whether a call has failed because the file system, or the kernel, has no access lists.
static int has_no_lists(void) { return errno == EOPNOTSUPP || errno == ENOSYS; }

/// The list of a file where there are none: its mode.
static acl_t list_of_mode(int fd) {
  struct stat status;
  return fstatat(fd, "", &status, AT_EMPTY_PATH) == -1 ? NULL : acl_from_mode(status.st_mode);
}

int grant_acl_get(int fd, struct grant_acl_entry *entries, size_t n) {
  GRANT_PATH(fd);
  acl_t acl = acl_get_file(path, ACL_TYPE_ACCESS);
  if (!acl && has_no_lists()) acl = list_of_mode(fd);
  if (!acl) return -errno;
  acl_entry_t entry;
  size_t count = 0;
  int result = 0;
  for (int which = ACL_FIRST_ENTRY; result == 0; which = ACL_NEXT_ENTRY) {
    int more = acl_get_entry(acl, which, &entry);
    if (more != 1) {
      result = more == 0 ? (int)count : -errno;
      break;
    }
    result = count < n ? copy_entry(entry, &entries[count++]) : -E2BIG;
  }
  acl_free(acl);
  return result;
}

static int add_entry(acl_t *acl, const struct grant_acl_entry *from) {
  acl_entry_t entry;
  acl_permset_t permissions;
  if (acl_create_entry(acl, &entry) == -1 || acl_set_tag_type(entry, (acl_tag_t)from->tag) == -1) return -errno;
  if (from->tag == ACL_USER || from->tag == ACL_GROUP) {
    id_t id = from->id;
    if (acl_set_qualifier(entry, &id) == -1) return -errno;
  }
  if (acl_get_permset(entry, &permissions) == -1 || acl_clear_perms(permissions) == -1) return -errno;
  if (from->permissions & 4 && acl_add_perm(permissions, ACL_READ) == -1) return -errno;
  if (from->permissions & 2 && acl_add_perm(permissions, ACL_WRITE) == -1) return -errno;
  if (from->permissions & 1 && acl_add_perm(permissions, ACL_EXECUTE) == -1) return -errno;
  return 0;
}

int grant_acl_set(int fd, const struct grant_acl_entry *entries, size_t n) {
  GRANT_PATH(fd);
  acl_t acl = acl_init((int)n);
  if (!acl) return -errno;
  int result = 0;
  for (size_t i = 0; i < n && result == 0; i++) result = add_entry(&acl, &entries[i]);
  if (result == 0) result = GRANT_RETRY(acl_set_file(path, ACL_TYPE_ACCESS, acl));
  acl_free(acl);
  return result;
}

int grant_acl_has_default(int fd) {
  GRANT_PATH(fd);
  acl_t acl = acl_get_file(path, ACL_TYPE_DEFAULT);
  if (!acl) return has_no_lists() ? 0 : -errno;
  acl_entry_t entry;
  int result = acl_get_entry(acl, ACL_FIRST_ENTRY, &entry);
  acl_free(acl);
  return result == -1 ? -errno : result;
}

int grant_acl_can_be(int fd) {
  GRANT_PATH(fd);
  acl_t acl = acl_get_file(path, ACL_TYPE_ACCESS);
  if (!acl) return has_no_lists() ? 0 : -errno;
  acl_free(acl);
  return 1;
}

int grant_acl_remove_default(int fd) {
  GRANT_PATH(fd);
  return GRANT_RETRY(acl_delete_def_file(path));
}
