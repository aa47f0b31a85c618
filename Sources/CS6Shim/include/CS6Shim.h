// What Swift cannot import, or would bind too newly: variadic and _GNU_SOURCE calls, errno, and the calls that
// glibc gave a symbol newer than 2.17.
//
// A function here is one system call and no policy. Each returns a non-negative result, or a negated errno, so
// that nothing can come between the call and its errno. Each retries on EINTR, except those that take a time
// or that close: the owner of the deadline recomputes it, and Linux has closed the descriptor already.
#ifndef CS6_SHIM_H
#define CS6_SHIM_H

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// MARK: Mirrored constants and layouts (asserted in mirrored.c)

#define CS6_AT_FDCWD (-100)

#define CS6_S_IFMT 0170000
#define CS6_S_IFIFO 0010000
#define CS6_S_IFDIR 0040000
#define CS6_S_IFREG 0100000
#define CS6_S_IFLNK 0120000

#define CS6_DT_UNKNOWN 0
#define CS6_DT_DIR 4
#define CS6_DT_LNK 10

#define CS6_POLLIN 0x001

#define CS6_IN_MODIFY 0x00000002
#define CS6_IN_ATTRIB 0x00000004
#define CS6_IN_CLOSE_WRITE 0x00000008
#define CS6_IN_OPEN 0x00000020
#define CS6_IN_MOVED_FROM 0x00000040
#define CS6_IN_MOVED_TO 0x00000080
#define CS6_IN_CREATE 0x00000100
#define CS6_IN_DELETE 0x00000200
#define CS6_IN_DELETE_SELF 0x00000400
#define CS6_IN_MOVE_SELF 0x00000800
#define CS6_IN_DONT_FOLLOW 0x02000000

/// `struct pollfd`.
struct cs6_pollfd {
  int fd;
  short events;
  short revents;
};

/// The fields of `struct stat` that a decision is made by, in one width on every machine; nothing else is
/// meaningful where `result` is a negated errno.
struct cs6_stat {
  int result;
  uint64_t device, inode, links;
  int64_t size;
  uint32_t mode, owner, group;
};

/// The mount that a file is on. `result` is a negated errno, or 1 if the kernel told it, 0 if it does not.
struct cs6_mount {
  int result;
  uint64_t id;
};

/// Bytes that end in a NUL: a name or a path. Swift sees a `Span<UInt8>`; one that does not end in a NUL is
/// refused with EFAULT.
#define CS6_NAME(name) const uint8_t *_Nonnull __counted_by(name##_size) __noescape name, size_t name##_size

// MARK: Opening. Everything is opened O_CLOEXEC, and nothing can block.

int cs6_open_directory(int directory, CS6_NAME(path));           // O_PATH|O_DIRECTORY, follows links
int cs6_open_directory_nofollow(int directory, CS6_NAME(path));  // O_PATH|O_DIRECTORY|O_NOFOLLOW
int cs6_open_directory_without_links(int directory, CS6_NAME(path));  // openat2: no link anywhere in the path
// The same of an entry, by one call for the whole of DIRECTORY/NAME.
int cs6_open_directory_below_without_links(CS6_NAME(directory), CS6_NAME(name));
int cs6_open_reader_without_links(CS6_NAME(directory), CS6_NAME(name));  // O_RDONLY, as cs6_open_reader
int cs6_open_writer_without_links(CS6_NAME(directory), CS6_NAME(name));  // O_WRONLY, as cs6_open_writer
int cs6_open_link(int directory, CS6_NAME(path));                // O_PATH|O_NOFOLLOW: the link itself
int cs6_open_listing(int directory, CS6_NAME(path));             // O_RDONLY|O_DIRECTORY, follows links
int cs6_open_listing_nofollow(int directory, CS6_NAME(path));    // O_RDONLY|O_DIRECTORY|O_NOFOLLOW
int cs6_open_reader(int directory, CS6_NAME(path));              // O_RDONLY|O_NONBLOCK|O_NOFOLLOW
int cs6_open_writer(int directory, CS6_NAME(path));              // O_WRONLY|O_NONBLOCK|O_NOFOLLOW
int cs6_open_both_ends(int directory, CS6_NAME(path));           // O_RDWR|O_NONBLOCK|O_NOFOLLOW
int cs6_create_file(int directory, CS6_NAME(path), mode_t mode); // O_WRONLY|O_CREAT|O_EXCL|O_NOFOLLOW
int cs6_open_lock(int directory, CS6_NAME(path), mode_t mode);   // O_RDWR|O_CREAT|O_NOFOLLOW
int cs6_open_log(int directory, CS6_NAME(path), mode_t mode);    // O_WRONLY|O_APPEND|O_CREAT|O_NOFOLLOW
int cs6_close(int fd);

// MARK: Bytes

ssize_t cs6_read(int fd, uint8_t *_Nonnull __counted_by(n) __noescape bytes, size_t n);         // n > 0
ssize_t cs6_read_at(int fd, uint8_t *_Nonnull __counted_by(n) __noescape bytes, size_t n, int64_t offset);  // pread
ssize_t cs6_write(int fd, const uint8_t *_Nonnull __counted_by(n) __noescape bytes, size_t n);  // n > 0
ssize_t cs6_read_entries(int fd, uint8_t *_Nonnull __counted_by(n) __noescape bytes, size_t n); // getdents64
ssize_t cs6_read_link(int directory, CS6_NAME(path), uint8_t *_Nonnull __counted_by(n) __noescape bytes,
                      size_t n);

// MARK: Names and attributes

struct cs6_stat cs6_stat_descriptor(int fd);
struct cs6_stat cs6_stat_entry(int directory, CS6_NAME(path));   // the link itself
struct cs6_stat cs6_stat_target(int directory, CS6_NAME(path));  // follows links
struct cs6_mount cs6_mount_of(int fd);                           // statx; what is mounted, not where
int cs6_is_nosuid(CS6_NAME(path));                               // statfs: 1 if what is mounted there is, or 0
int cs6_is_noexec(CS6_NAME(path));                               // the same
ssize_t cs6_read_attribute(CS6_NAME(path), CS6_NAME(name), uint8_t *_Nonnull __counted_by(n) __noescape bytes,
                           size_t n);  // lgetxattr
int cs6_make_fifo(int directory, CS6_NAME(path), mode_t mode);
int cs6_make_directory(int directory, CS6_NAME(path), mode_t mode);
int cs6_make_link(CS6_NAME(target), int directory, CS6_NAME(path));
int cs6_set_mode(int fd, mode_t mode);
int cs6_set_group(int fd, gid_t group);
int cs6_set_owner(int fd, uid_t user, gid_t group);
int cs6_sync(int fd);  // fdatasync
int cs6_rename(int from_directory, CS6_NAME(from), int to_directory, CS6_NAME(to));
int cs6_rename_noreplace(int from_directory, CS6_NAME(from), int to_directory, CS6_NAME(to));
int cs6_unlink(int directory, CS6_NAME(path));
int cs6_remove_directory(int directory, CS6_NAME(path));

// MARK: Locks

/// Who holds a POSIX write lock: `result` is 1 if somebody does, 0 if nobody, or a negated errno; `holder` is
/// the process, 0 if it is not in our pid namespace.
struct cs6_lock {
  int result;
  pid_t holder;
};

struct cs6_lock cs6_lock_holder(int fd);  // F_GETLK with F_RDLCK: it asks, and takes nothing
int cs6_try_lock(int fd);  // flock(LOCK_EX|LOCK_NB)
int cs6_unlock(int fd);    // flock(LOCK_UN)

// MARK: Waiting

/// Returns how many are ready, 0 when `timeout_ns` has passed (negative: never), -EINTR when interrupted.
int cs6_poll(struct cs6_pollfd *_Nonnull __counted_by(n) __noescape fds, size_t n, int64_t timeout_ns);
int cs6_watch_open(void);  // inotify_init1, non-blocking
int cs6_watch_add(int watch, CS6_NAME(path), uint32_t mask);
int cs6_watch_remove(int watch, int descriptor);

// What a thread waits for on behalf of many: each descriptor has a number of the caller's.
int cs6_readiness_open(void);                                         // epoll_create1
int cs6_readiness_add(int readiness, int fd, uint64_t number);        // as long as it is readable
int cs6_readiness_add_once(int readiness, int fd, uint64_t number);   // until it is readable, then not until
int cs6_readiness_again(int readiness, int fd, uint64_t number);      // this
int cs6_readiness_remove(int readiness, int fd);
/// Blocks; returns how many numbers there are.
int cs6_readiness_wait(int readiness, uint64_t *_Nonnull __counted_by(n) __noescape numbers, size_t n);  // n > 0
int cs6_timer_open(void);                          // timerfd_create
int cs6_timer_set(int timer, int64_t moment_ns);   // readable from that moment of the monotonic clock on
int cs6_wakeup_open(void);                         // eventfd
int cs6_wakeup_ring(int wakeup);                   // readable from then on

int64_t cs6_monotonic_ns(void);
int64_t cs6_realtime_ns(void);
int64_t cs6_boottime_ns(void);  // what the kernel counts the starts of processes by

// MARK: Processes and signals

int cs6_open_process(pid_t pid);                  // pidfd_open
int cs6_signal_process(int process, int signal);  // pidfd_send_signal
int cs6_signal_group(pid_t group, int signal);    // kill(-group)
int cs6_session_of(pid_t pid);                    // getsid
int cs6_current_process(void);                    // getpid
int cs6_current_user(void);                       // geteuid
int cs6_current_group(void);                      // getegid
int cs6_become(uid_t user, gid_t group);           // all three ids of both, and no other group
int64_t cs6_descriptor_limit(void);               // the soft RLIMIT_NOFILE

/// A set of signals as the kernel has it: signal n at bit n - 1. `result` may be a negated errno.
struct cs6_signals {
  int result;
  uint64_t set;
};

struct cs6_signals cs6_block_signals(uint64_t set);  // in this thread; what was blocked before
int cs6_unblock_signals(uint64_t set);
struct cs6_signals cs6_pending_signals(void);
int cs6_consume_signal(uint64_t set);    // one that is pending and blocked, or -EAGAIN
/// A signal that came. `number` may be a negated errno; the kernel sends what a terminal asks for to all in the foreground.
struct cs6_arrival {
  int number;
  int is_by_kernel;
};

struct cs6_arrival cs6_take_signal(uint64_t set);  // as cs6_consume_signal
int cs6_open_signals(uint64_t set);      // signalfd, non-blocking
int cs6_signal_is_ignored(int signal);   // 1 or 0
int cs6_default_signal(int signal);      // the default action, for the whole process
int cs6_raise_signal(int signal);        // in this thread

int cs6_name_thread(CS6_NAME(name));     // prctl: this one, as ps shows it
int cs6_has_no_new_privileges(void);     // prctl: 1 or 0

ssize_t cs6_random(uint8_t *_Nonnull __counted_by(n) __noescape bytes, size_t n);  // getrandom

// MARK: Sockets

int cs6_connect(CS6_NAME(path), int timeout_ms);  // AF_UNIX, a stream, non-blocking once it is connected
ssize_t cs6_send(int fd, const uint8_t *_Nonnull __counted_by(n) __noescape bytes, size_t n);  // n > 0, no SIGPIPE

#endif
