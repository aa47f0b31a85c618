#include "internal.h"

#include <sys/capability.h>

static uint64_t set_of(cap_t all, cap_flag_t which) {
  uint64_t set = 0;
  for (cap_value_t n = 0; n < 64; n++) {
    cap_flag_value_t has;
    if (cap_get_flag(all, n, which, &has) == 0 && has == CAP_SET) set |= 1ULL << n;
  }
  return set;
}

static uint64_t ambient_set(void) {
  uint64_t set = 0;
  for (cap_value_t n = 0; n < 64; n++) {
    if (cap_get_ambient(n) == 1) set |= 1ULL << n;
  }
  return set;
}

struct grant_capabilities grant_capabilities(void) {
  cap_t all = cap_get_proc();
  if (!all) return (struct grant_capabilities){.result = -errno};
  struct grant_capabilities sets = {
      .effective = set_of(all, CAP_EFFECTIVE),
      .permitted = set_of(all, CAP_PERMITTED),
      .inheritable = set_of(all, CAP_INHERITABLE),
      .ambient = ambient_set(),
  };
  cap_free(all);
  return sets;
}

int grant_keep_capabilities(uint64_t set) {
  if (cap_reset_ambient() == -1 && errno != EINVAL) return -errno;  // kernels before 4.3 have none
  cap_t all = cap_init();
  if (!all) return -errno;
  int result = 0;
  for (cap_value_t n = 0; n < 64 && result == 0; n++) {
    if (!(set >> n & 1)) continue;
    if (cap_set_flag(all, CAP_PERMITTED, 1, &n, CAP_SET) == -1 || cap_set_flag(all, CAP_EFFECTIVE, 1, &n, CAP_SET) == -1)
      result = -errno;
  }
  if (result == 0) result = GRANT_RETRY(cap_set_proc(all));
  cap_free(all);
  return result;
}
