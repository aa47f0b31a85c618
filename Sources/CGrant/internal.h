#ifndef C_GRANT_INTERNAL_H
#define C_GRANT_INTERNAL_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CGrant.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#define GRANT_RETRY(call)                             \
  ({                                                  \
    long long r_;                                     \
    do r_ = (call);                                   \
    while (r_ == -1 && errno == EINTR);               \
    (int)(r_ == -1 ? -errno : r_);                    \
  })

/// The name by which a call that knows paths only reaches what a descriptor holds: the kernel leads it there itself.
#define GRANT_PATH(fd)                                               \
  char path[32];                                                     \
  (void)snprintf(path, sizeof path, "/proc/self/fd/%d", (fd))

#endif
