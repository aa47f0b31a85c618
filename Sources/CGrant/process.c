#include "internal.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

int grant_fill_standard_descriptors(void) {
  int fd;
  do {
    fd = GRANT_RETRY(open("/dev/null", O_RDWR));
    if (fd < 0) return fd;
  } while (fd <= 2);
  (void)close(fd);
  return 0;
}

int grant_forget_place(void) {
  umask(022);
  return GRANT_RETRY(chdir("/"));
}

int grant_default_signals(void) {
  for (int n = 1; n < NSIG; n++) {
    // The C library keeps two for itself; KILL and STOP take no action.
    if (n != SIGKILL && n != SIGSTOP && signal(n, SIG_DFL) == SIG_ERR && errno != EINVAL) return -errno;
  }
  // Who no longer reads what is told keeps nothing from being done.
  if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) return -errno;
  sigset_t none;
  sigemptyset(&none);
  return GRANT_RETRY(sigprocmask(SIG_SETMASK, &none, NULL));
}

int grant_forbid_new_privileges(void) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1) return -errno;
  return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : -EPERM;
}

int grant_take_group(uint32_t group) {
  gid_t only = group;
  return GRANT_RETRY(setgroups(1, &only));
}

int grant_variable(GRANT_NAME(name), uint8_t *bytes, size_t n) {
  if (name_size == 0 || name[name_size - 1] != 0) return -EFAULT;
  const char *value = getenv((const char *)name);
  if (!value) return -ENOENT;
  size_t length = strlen(value);
  if (length > n) return -E2BIG;
  memcpy(bytes, value, length);
  return (int)length;
}
