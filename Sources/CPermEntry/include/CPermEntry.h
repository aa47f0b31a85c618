// What the two programs behind the permission bridge are built on: the kernel's calls and nothing else. There is no C
// library under them, no loader, no environment, no locale.
//
// A function here is one system call and no decision. Each returns a non-negative result, or a negated errno, and
// retries on EINTR unless it waits.
#ifndef C_PERM_ENTRY_H
#define C_PERM_ENTRY_H

#include <lifetimebound.h>
#include <ptrcheck.h>
#include <stddef.h>
#include <stdint.h>

#define PERM_BYTES(name) uint8_t *_Nonnull __counted_by(name##_size) __noescape name, size_t name##_size
/// Bytes that end in a NUL, or the call is refused with EFAULT.
#define PERM_NAME(name) const PERM_BYTES(name)

// MARK: Mirrored constants (asserted in files.c and serving.c)

#define PERM_ENOENT 2
#define PERM_EINTR 4
#define PERM_ENXIO 6
#define PERM_EAGAIN 11
#define PERM_ENOTDIR 20
#define PERM_EPIPE 32
#define PERM_ELOOP 40
#define PERM_ECONNABORTED 103
#define PERM_POLLIN 1
#define PERM_POLLOUT 4

// MARK: The program

/// Written in Swift: what each program does. Its result is the exit code.
int perm_main(int arguments);
/// Copies an argument, without its NUL. Its length, or -E2BIG if it does not fit.
int perm_argument(int number, PERM_BYTES(bytes));
_Noreturn void perm_exit(int code);

// MARK: Files. Everything is opened close-on-exec, and nothing can block.

#define PERM_ROOT (-100)  // AT_FDCWD: the names looked up in it are absolute

struct perm_stat {
  int result;
  uint32_t mode, owner, group;
  uint64_t links, device, inode;
  int64_t size;
};

int perm_open_handle(int directory, PERM_NAME(name));  // O_PATH|O_NOFOLLOW: the link itself
int perm_open_reader(int directory, PERM_NAME(name));  // O_RDONLY|O_NONBLOCK|O_NOFOLLOW
int perm_open_writer(int directory, PERM_NAME(name));  // O_WRONLY|O_NONBLOCK|O_NOFOLLOW
int perm_read_link(int link, PERM_BYTES(bytes));
struct perm_stat perm_stat(int fd);
int perm_read(int fd, PERM_BYTES(bytes));
int perm_write(int fd, const PERM_BYTES(bytes));
void perm_close(int fd);

// MARK: What a caller has given us is made harmless

struct perm_ids {
  uint32_t real_user, user, real_group, group;
};

struct perm_ids perm_ids(void);
int perm_fill_standard_descriptors(void);  // /dev/null where 0, 1 or 2 is closed
int perm_close_descriptors(int first);     // all from there on
int perm_block_signals_but_alarm(void);    // and SIGALRM kills, whatever was inherited
int perm_set_alarm(int seconds);
int perm_forget_place(void);               // umask 077, working directory /
int perm_drop_capabilities(void);          // all sets, the ambient one included
int perm_has_capabilities(void);           // 1 or 0
int perm_forbid_new_privileges(void);      // and reads back that it is so
int perm_forbid_dumps(void);               // no core, no ptrace; reads back that it is so
int perm_allow_only_write_and_exit(void);  // any other call kills from here on

// MARK: The broker

struct perm_poll {
  int fd;
  short events, revents;
};

/// Who is at the other end of a socket, as the kernel recorded it when it connected.
struct perm_peer {
  int result;
  int32_t process;
  uint32_t user;
};

int perm_listen(PERM_NAME(path), int backlog);  // a stream socket, mode 0666; one of that name is replaced
int perm_accept(int socket);                    // non-blocking
struct perm_peer perm_peer(int socket);
int perm_poll(struct perm_poll *_Nonnull __counted_by(n) __noescape fds, size_t n, int milliseconds);
int perm_send(int socket, const PERM_BYTES(bytes));  // neither blocks nor raises SIGPIPE
int perm_ignore_broken_pipes(void);
int perm_allow_only_serving(void);  // the calls of the accept loop; any other kills
int64_t perm_monotonic_ms(void);

#endif
