// The cases of libs6native.so on a live tree: cases DIRECTORY CASE, or `cases` to list them.
//
// DIRECTORY holds scan/ with an s6-svscan over it, templates/, home/ and bin/: scripts/test-library makes it.
#include "cases.h"

struct s6n_error failure = S6N_ERROR_INIT;
char scandir[4096], web[4096], templates[4096];
struct s6n_gateways gateways = S6N_GATEWAYS_INIT;

static const struct {
  const char *name;
  void (*run)(void);
} cases[] = {
    {"status", case_status},         {"refusals", case_refusals}, {"control", case_control},
    {"events", case_events},         {"waiting", case_waiting},   {"cancelling", case_cancelling},
    {"scandir", case_scandir},       {"sizes", case_sizes},       {"threads", case_threads},
    {"fork", case_fork},             {"process", case_process},   {"gateways", case_gateways},
    {"records", case_records},       {"reconcile", case_reconcile},
};

const struct s6n_terms *within(int milliseconds) {
  static __thread struct s6n_terms terms = S6N_TERMS_INIT;
  terms.timeout_ms = milliseconds;
  return &terms;
}

struct s6n_status status_of(const char *servicedir) {
  struct s6n_status status = {0};
  status.size = sizeof status;
  IS(0, s6n_status_of(servicedir, &status, &failure));
  return status;
}

void join(char *path, const char *directory, const char *name) {
  SO(snprintf(path, 4096, "%s/%s", directory, name) < 4096);
}

int main(int argc, char **argv) {
  static char home[4096], hermesctl[4096];
  size_t index;
  if (argc != 3) {
    for (index = 0; index < sizeof cases / sizeof cases[0]; index++) puts(cases[index].name);
    return 0;
  }
  join(scandir, argv[1], "scan");
  join(web, scandir, "web");
  join(templates, argv[1], "templates");
  join(home, argv[1], "home");
  join(hermesctl, argv[1], "bin/hermesctl");
  gateways.home = home;
  gateways.scandir = scandir;
  gateways.hermesctl = hermesctl;
  gateways.style = S6N_STYLE_PLAIN;
  gateways.restart_interval_ms = 0;
  for (index = 0; index < sizeof cases / sizeof cases[0]; index++) {
    if (strcmp(argv[2], cases[index].name) != 0) continue;
    cases[index].run();
    return 0;
  }
  fprintf(stderr, "no such case: %s\n", argv[2]);
  return 100;
}
