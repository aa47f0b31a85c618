// Everything that Swift knows by value is compared here with what the C headers say on this machine.
#include "internal.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/stat.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>

_Static_assert(CS6_AT_FDCWD == AT_FDCWD, "AT_FDCWD");
_Static_assert(CS6_S_IFMT == S_IFMT && CS6_S_IFIFO == S_IFIFO && CS6_S_IFDIR == S_IFDIR, "file types");
_Static_assert(CS6_S_IFREG == S_IFREG && CS6_S_IFLNK == S_IFLNK, "file types");
_Static_assert(CS6_DT_UNKNOWN == DT_UNKNOWN && CS6_DT_DIR == DT_DIR && CS6_DT_LNK == DT_LNK, "entry types");
_Static_assert(CS6_POLLIN == POLLIN, "poll events");
_Static_assert(CS6_IN_ATTRIB == IN_ATTRIB && CS6_IN_DELETE_SELF == IN_DELETE_SELF, "inotify events");
_Static_assert(CS6_IN_MODIFY == IN_MODIFY && CS6_IN_CLOSE_WRITE == IN_CLOSE_WRITE, "inotify events");
_Static_assert(CS6_IN_OPEN == IN_OPEN && CS6_IN_MOVED_FROM == IN_MOVED_FROM && CS6_IN_MOVED_TO == IN_MOVED_TO, "inotify events");
_Static_assert(CS6_IN_CREATE == IN_CREATE && CS6_IN_DELETE == IN_DELETE, "inotify events");
_Static_assert(CS6_IN_MOVE_SELF == IN_MOVE_SELF && CS6_IN_DONT_FOLLOW == IN_DONT_FOLLOW, "inotify events");

_Static_assert(sizeof(struct cs6_pollfd) == sizeof(struct pollfd), "struct pollfd");
_Static_assert(offsetof(struct cs6_pollfd, events) == offsetof(struct pollfd, events), "struct pollfd");
_Static_assert(offsetof(struct cs6_pollfd, revents) == offsetof(struct pollfd, revents), "struct pollfd");

// The structures that syscall(2) fills or reads as the kernel lays them out.
#if defined(__x86_64__)
_Static_assert(sizeof(struct stat) == 144 && offsetof(struct stat, st_size) == 48, "struct stat, x86_64");
_Static_assert(offsetof(struct stat, st_mode) == 24 && offsetof(struct stat, st_uid) == 28, "struct stat, x86_64");
#elif defined(__aarch64__)
_Static_assert(sizeof(struct stat) == 128 && offsetof(struct stat, st_size) == 48, "struct stat, aarch64");
_Static_assert(offsetof(struct stat, st_mode) == 16 && offsetof(struct stat, st_uid) == 24, "struct stat, aarch64");
#else
#error "the layout of struct stat has not been checked on this machine"
#endif
_Static_assert(sizeof(struct statx) == 256 && offsetof(struct statx, stx_mnt_id) == 144, "struct statx");
_Static_assert(sizeof(struct open_how) == 24 && offsetof(struct open_how, resolve) == 16, "struct open_how");
_Static_assert(sizeof(struct timespec) == 16 && offsetof(struct timespec, tv_nsec) == 8, "struct timespec");
_Static_assert(sizeof(pid_t) == 4 && sizeof(mode_t) == 4 && sizeof(uid_t) == 4, "ids");

// S6Native/System/DirectoryEntries.swift and StatusWatch.swift read these records by offset.
_Static_assert(offsetof(struct dirent64, d_reclen) == 16 && offsetof(struct dirent64, d_type) == 18, "dirent64");
_Static_assert(offsetof(struct dirent64, d_name) == 19, "dirent64");
_Static_assert(sizeof(struct inotify_event) == 16 && offsetof(struct inotify_event, mask) == 4, "inotify_event");
_Static_assert(offsetof(struct inotify_event, len) == 12, "inotify_event");

// S6Native/Errors/Errno.swift
_Static_assert(EPERM == 1 && ENOENT == 2 && ESRCH == 3 && EINTR == 4 && ENXIO == 6 && EAGAIN == 11, "errno");
_Static_assert(EACCES == 13 && EEXIST == 17 && ENOTDIR == 20 && EISDIR == 21 && EINVAL == 22, "errno");
_Static_assert(EBUSY == 16 && EXDEV == 18, "errno");
_Static_assert(ENFILE == 23 && EMFILE == 24 && ENOSPC == 28 && EROFS == 30 && EPIPE == 32, "errno");
_Static_assert(ENAMETOOLONG == 36 && ENOSYS == 38 && ENOTEMPTY == 39 && ELOOP == 40, "errno");

// S6Native/Protocol/ControlCommand.swift and WaitStatus.swift
_Static_assert(SIGHUP == 1 && SIGINT == 2 && SIGQUIT == 3 && SIGABRT == 6 && SIGKILL == 9, "signals");
_Static_assert(SIGUSR1 == 10 && SIGUSR2 == 12 && SIGPIPE == 13 && SIGALRM == 14 && SIGTERM == 15, "signals");
_Static_assert(SIGCONT == 18 && SIGSTOP == 19 && SIGWINCH == 28, "signals");
