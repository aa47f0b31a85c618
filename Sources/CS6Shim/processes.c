#include "internal.h"

#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <time.h>

// The kernel's signal set is 64 bits. pthread_sigmask would be glibc 2.32.
#define CS6_SET_SIZE sizeof(uint64_t)

int cs6_open_process(pid_t pid) { return (int)CS6_RETRY(syscall(SYS_pidfd_open, pid, 0)); }

int cs6_signal_process(int process, int signal) {
  return (int)CS6_RETRY(syscall(SYS_pidfd_send_signal, process, signal, NULL, 0));
}

int cs6_signal_group(pid_t group, int signal) { return CS6_RETRY(kill(-group, signal)); }

int cs6_session_of(pid_t pid) { return CS6_ONCE(getsid(pid)); }

int cs6_current_process(void) { return (int)getpid(); }
int cs6_current_user(void) { return (int)geteuid(); }
int cs6_current_group(void) { return (int)getegid(); }

int cs6_become(uid_t user, gid_t group) {
  if (setgroups(0, NULL) == -1 || setresgid(group, group, group) == -1) return -errno;
  return CS6_ONCE(setresuid(user, user, user));
}

int64_t cs6_descriptor_limit(void) {
  struct rlimit limit;
  return getrlimit(RLIMIT_NOFILE, &limit) == -1 ? -errno : (int64_t)limit.rlim_cur;
}

struct cs6_signals cs6_block_signals(uint64_t set) {
  struct cs6_signals old = {0};
  old.result = (int)CS6_ONCE(syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, &old.set, CS6_SET_SIZE));
  return old;
}

int cs6_unblock_signals(uint64_t set) {
  return (int)CS6_ONCE(syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &set, NULL, CS6_SET_SIZE));
}

struct cs6_signals cs6_pending_signals(void) {
  struct cs6_signals pending = {0};
  pending.result = (int)CS6_ONCE(syscall(SYS_rt_sigpending, &pending.set, CS6_SET_SIZE));
  return pending;
}

int cs6_consume_signal(uint64_t set) {
  struct timespec now = {0, 0};
  return (int)CS6_RETRY(syscall(SYS_rt_sigtimedwait, &set, NULL, &now, CS6_SET_SIZE));
}

struct cs6_arrival cs6_take_signal(uint64_t set) {
  struct timespec now = {0, 0};
  siginfo_t info;
  int number = (int)CS6_RETRY(syscall(SYS_rt_sigtimedwait, &set, &info, &now, CS6_SET_SIZE));
  return (struct cs6_arrival){.number = number, .is_by_kernel = number > 0 && info.si_code == SI_KERNEL};
}

int cs6_open_signals(uint64_t set) {
  return (int)CS6_RETRY(syscall(SYS_signalfd4, -1, &set, CS6_SET_SIZE, SFD_CLOEXEC | SFD_NONBLOCK));
}

int cs6_signal_is_ignored(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int cs6_default_signal(int signal) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  return CS6_ONCE(sigaction(signal, &action, NULL));
}

int cs6_raise_signal(int signal) { return raise(signal); }

int cs6_name_thread(CS6_NAME(name)) { return CS6_ONCE(prctl(PR_SET_NAME, CS6_STRING(name))); }

int cs6_has_no_new_privileges(void) { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1; }

ssize_t cs6_random(uint8_t *bytes, size_t n) { return CS6_RETRY(syscall(SYS_getrandom, bytes, n, 0)); }
