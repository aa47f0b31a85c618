// The library from C, through libs6native: reads a verb and a servicedir from a line, does it, and prints how many
// nanoseconds that took, and how many of them the processor worked for it. As bindings.py, which does it from Python.
// With a count behind it the directory is a scandir, and it is done to its services s0, s1 and so on.
//
//   c-bindings TEMPLATE
#define _GNU_SOURCE
#include <s6native.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct s6n_terms terms = {sizeof terms, -1, 30000, -1}, late = {sizeof late, -1, 300000, -1};

static int64_t now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// In KiB. What getrusage says includes the memory of whoever has started this.
static long peak(void) {
  char line[128];
  long kib = -1;
  FILE *file = fopen("/proc/self/status", "re");
  if (!file) return -1;
  while (fgets(line, sizeof line, file))
    if (sscanf(line, "VmHWM: %ld", &kib) == 1) break;
  fclose(file);
  return kib;
}

static int publish(const char *scandir, const char *name, const char *path, const char *template) {
  int result = s6n_publish(scandir, name, template, &terms, NULL);
  return result < 0 ? result : s6n_wait(path, 'u', &terms, NULL);
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

static int look_at_all(const char *const *paths, size_t count) {
  struct s6n_status status = {.size = sizeof status};
  int result = 0;
  for (size_t i = 0; i < count && result >= 0; i++) result = s6n_status_of(paths[i], &status, NULL);
  return result;
}

static int ask_all(const char *const *paths, size_t count, const char *command, int goal) {
  for (size_t i = 0; i < count; i++) {
    int result = s6n_send(paths[i], command, NULL);
    if (result < 0) return result;
  }
  return s6n_wait_many(paths, count, goal, S6N_ALL, &late, NULL);
}

static int perform_all(const char *verb, const char *const *paths, size_t count) {
  if (!strcmp(verb, "status")) return look_at_all(paths, count);
  if (!strcmp(verb, "wait")) return s6n_wait_many(paths, count, 'u', S6N_ALL, &late, NULL);
  if (!strcmp(verb, "stop")) return ask_all(paths, count, "d", 'D');
  if (!strcmp(verb, "start")) return ask_all(paths, count, "u", 'u');
  return -1;
}

// The paths of a scandir's services, made before anything is measured.
static char **services_of(const char *scandir, size_t count) {
  char **paths = calloc(count, sizeof *paths);
  for (size_t i = 0; paths && i < count; i++)
    if (asprintf(&paths[i], "%s/s%zu", scandir, i) < 0) return NULL;
  return paths;
}

int main(int argc, char **argv) {
  char *line = NULL, verb[16], path[4096];
  size_t room = 0, count;
  if (argc != 2) return 100;
  while (getline(&line, &room, stdin) > 0) {
    int words = sscanf(line, "%15s %4095s %zu", verb, path, &count);
    if (words == 1 && !strcmp(verb, "peak")) {
      printf("%ld 0\n", peak());
    } else {
      char **paths = words == 3 ? services_of(path, count) : NULL;
      if (words < 2 || (words == 3 && !paths)) return 100;
      int64_t worked = now(CLOCK_PROCESS_CPUTIME_ID), begin = now(CLOCK_MONOTONIC);
      int result = paths ? perform_all(verb, (const char *const *)paths, count) : perform(verb, path, argv[1]);
      int64_t end = now(CLOCK_MONOTONIC);
      worked = now(CLOCK_PROCESS_CPUTIME_ID) - worked;
      if (result < 0) {
        fprintf(stderr, "%s: %s\n", verb, strerror(-result));
        return 111;
      }
      printf("%lld %lld\n", (long long)(end - begin), (long long)worked);
      for (size_t i = 0; paths && i < count; i++) free(paths[i]);
      free(paths);
    }
    fflush(stdout);
  }
  free(line);
  return 0;
}
