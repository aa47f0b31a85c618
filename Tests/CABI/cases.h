// What the cases of libs6native.so share.
#ifndef CASES_H
#define CASES_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "s6native.h"

// Ends the program unless it is so.
#define SO(condition)                                                             \
  do {                                                                            \
    if (!(condition)) {                                                           \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);     \
      exit(1);                                                                    \
    }                                                                             \
  } while (0)

// Ends the program unless a call returns that.
#define IS(wanted, call)                                                          \
  do {                                                                            \
    long is_ = (long)(call);                                                      \
    if (is_ != (long)(wanted)) {                                                  \
      fprintf(stderr, "%s:%d: %s is %ld, not %s: %s\n", __FILE__, __LINE__, #call, is_, #wanted, failure.message); \
      exit(1);                                                                    \
    }                                                                             \
  } while (0)

// Ends the program unless a text begins with that.
#define TEXT(wanted, text)                                                        \
  do {                                                                            \
    if (strncmp(wanted, text, strlen(wanted)) != 0) {                             \
      fprintf(stderr, "%s:%d: it is \"%s\", not \"%s\"\n", __FILE__, __LINE__, text, wanted); \
      exit(1);                                                                    \
    }                                                                             \
  } while (0)

extern struct s6n_error failure;   // of the last call
extern char scandir[4096];         // of the tree, with slots web and deaf
extern char web[4096];             // a servicedir: ready at once, ends on SIGTERM
extern char templates[4096];       // servicedirs to be published
extern struct s6n_gateways gateways;

// Terms of so many milliseconds; the case's own.
const struct s6n_terms *within(int milliseconds);

struct s6n_status status_of(const char *servicedir);
void join(char *path, const char *directory, const char *name);

// One case each; services.c, host.c, hermes.c.
void case_status(void);
void case_refusals(void);
void case_control(void);
void case_events(void);
void case_waiting(void);
void case_cancelling(void);
void case_scandir(void);
void case_sizes(void);
void case_threads(void);
void case_fork(void);
void case_process(void);
void case_gateways(void);
void case_records(void);
void case_reconcile(void);

#endif
