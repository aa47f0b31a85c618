#ifndef CS6_INTERNAL_H
#define CS6_INTERNAL_H

#define _GNU_SOURCE
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CS6Shim.h"

/// The C string that a CS6_NAME parameter is; NULL, which the kernel refuses, if it does not end in a NUL.
#define CS6_STRING(name) (name##_size > 0 && name[name##_size - 1] == 0 ? (const char *)name : NULL)

/// A call that is made again when a signal interrupts it: its result, or the negated errno.
#define CS6_RETRY(call)                                        \
  ({                                                           \
    __typeof__(call) result_;                                  \
    do result_ = (call);                                       \
    while (result_ == -1 && errno == EINTR);                   \
    result_ == -1 ? -errno : result_;                          \
  })

/// A call that must not be made again.
#define CS6_ONCE(call)                       \
  ({                                         \
    __typeof__(call) result_ = (call);       \
    result_ == -1 ? -errno : result_;        \
  })

#endif
