#include "CPermEntry.h"
#include "raw.h"

#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/fcntl.h>
#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <linux/time_types.h>
#include <signal.h>
#include <sys/time.h>

struct perm_ids perm_ids(void) {
  uint32_t saved;
  struct perm_ids ids = {0};
  raw(__NR_getresuid, (long)&ids.real_user, (long)&ids.user, (long)&saved, 0, 0);
  raw(__NR_getresgid, (long)&ids.real_group, (long)&ids.group, (long)&saved, 0, 0);
  return ids;
}

int perm_fill_standard_descriptors(void) {
  for (int fd = 0; fd <= 2; fd++) {
    if (raw(__NR_fcntl, fd, F_GETFD, 0, 0, 0) >= 0) continue;
    // The lowest that is free: this one.
    int opened = retried(__NR_openat, AT_FDCWD, (long)"/dev/null", O_RDWR | O_NOFOLLOW, 0, 0);
    if (opened != fd) return opened < 0 ? opened : -EBADF;
  }
  return 0;
}

int perm_close_descriptors(int first) {
  if (raw(__NR_close_range, first, -1, 0, 0, 0) >= 0) return 0;
  for (int fd = first; fd < 65536; fd++) perm_close(fd);  // before Linux 5.9
  return 0;
}

int perm_block_signals_but_alarm(void) {
  // What the kernel takes for struct sigaction, all zero: the default action.
  uint64_t action[4] = {0}, all_but_alarm = ~(1ULL << (SIGALRM - 1));
  int result = retried(__NR_rt_sigaction, SIGALRM, (long)action, 0, sizeof all_but_alarm, 0);
  if (result < 0) return result;
  return retried(__NR_rt_sigprocmask, SIG_SETMASK, (long)&all_but_alarm, 0, sizeof all_but_alarm, 0);
}

int perm_set_alarm(int seconds) {
  struct __kernel_old_itimerval timer = {.it_value = {.tv_sec = seconds}};
  return retried(__NR_setitimer, ITIMER_REAL, (long)&timer, 0, 0, 0);
}

int perm_forget_place(void) {
  raw(__NR_umask, 077, 0, 0, 0, 0);
  return retried(__NR_chdir, (long)"/", 0, 0, 0, 0);
}

int perm_drop_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};
  int result = retried(__NR_capset, (long)&header, (long)none, 0, 0, 0);
  return result < 0 ? result : retried(__NR_prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

int perm_has_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {0};
  int result = retried(__NR_capget, (long)&header, (long)sets, 0, 0, 0);
  if (result < 0) return result;
  uint32_t any = 0;
  for (int n = 0; n < _LINUX_CAPABILITY_U32S_3; n++) any |= sets[n].effective | sets[n].permitted | sets[n].inheritable;
  return any != 0;
}

int perm_forbid_new_privileges(void) {
  retried(__NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  return retried(__NR_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : -EPERM;
}

int perm_forbid_dumps(void) {
  retried(__NR_prctl, PR_SET_DUMPABLE, 0, 0, 0, 0);
  return retried(__NR_prctl, PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : -EPERM;
}

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// Dies on any call whose number is not in `calls`, and on any of another architecture's.
static int allow_only(const uint16_t *calls, int count) {
  struct sock_filter filter[40];
  int n = 0;
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
  filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  for (int i = 0; i < count; i++) {
    filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i], 0, 1);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  }
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  struct sock_fprog program = {.len = (unsigned short)n, .filter = filter};
  return retried(__NR_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, (long)&program, 0, 0);
}

int perm_allow_only_write_and_exit(void) {
  static const uint16_t calls[] = {__NR_write, __NR_exit_group};
  return allow_only(calls, sizeof calls / sizeof *calls);
}

int perm_allow_only_serving(void) {
  static const uint16_t calls[] = {
      __NR_write, __NR_exit_group, __NR_openat, __NR_readlinkat, __NR_statx, __NR_read, __NR_close, __NR_accept4,
      __NR_getsockopt, __NR_ppoll, __NR_sendto, __NR_clock_gettime, __NR_restart_syscall,
  };
  return allow_only(calls, sizeof calls / sizeof *calls);
}
