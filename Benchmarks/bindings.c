// The library from C, through libs6native: reads a verb and a servicedir from a line, does it, and prints how many
// nanoseconds that took, and how many of them the processor worked for it. As bindings.py, which does it from Python.
//
//   c-bindings TEMPLATE
#include <s6native.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static const struct s6n_terms terms = {sizeof terms, -1, 30000, -1};

static int64_t now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int publish(const char *scandir, const char *name, const char *path, const char *template) {
  int result = s6n_publish(scandir, name, template, &terms, NULL);
  return result < 0 ? result : s6n_start(path, &terms, NULL, NULL);
}

static int perform(const char *verb, const char *path, const char *template) {
  struct s6n_status status = {.size = sizeof status};
  char scandir[4096];
  const char *name = strrchr(path, '/');
  if (!name) return -1;
  snprintf(scandir, sizeof scandir, "%.*s", (int)(name - path), path);
  name++;
  if (!strcmp(verb, "status")) return s6n_status_of(path, &status, NULL);
  if (!strcmp(verb, "ask")) return s6n_send(path, "d", NULL);
  if (!strcmp(verb, "stop") || !strcmp(verb, "settle")) return s6n_stop(path, &terms, NULL, NULL);
  if (!strcmp(verb, "start")) return s6n_start(path, &terms, NULL, NULL);
  if (!strcmp(verb, "restart")) return s6n_restart(path, &terms, NULL, NULL);
  if (!strcmp(verb, "add")) return publish(scandir, name, path, template);
  if (!strcmp(verb, "remove")) return s6n_retire(scandir, name, &terms, NULL);
  return -1;
}

int main(int argc, char **argv) {
  char verb[16], path[4096];
  if (argc != 2) return 100;
  while (scanf("%15s%*[ ]", verb) == 1) {
    if (!strcmp(verb, "peak")) {
      struct rusage usage;
      getrusage(RUSAGE_SELF, &usage);
      printf("%ld 0\n", usage.ru_maxrss);
    } else {
      if (scanf("%4095s", path) != 1) return 100;
      int64_t worked = now(CLOCK_PROCESS_CPUTIME_ID), begin = now(CLOCK_MONOTONIC);
      int result = perform(verb, path, argv[1]);
      int64_t end = now(CLOCK_MONOTONIC);
      if (result < 0) {
        fprintf(stderr, "%s: %s\n", verb, strerror(-result));
        return 111;
      }
      printf("%lld %lld\n", (long long)(end - begin), (long long)(now(CLOCK_PROCESS_CPUTIME_ID) - worked));
    }
    fflush(stdout);
  }
  return 0;
}
