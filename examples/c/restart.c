// Restarts a service, and tells what its supervisor says meanwhile.
//
//   cc restart.c $(pkg-config --cflags --libs s6native) -o restart && ./restart /run/service/web
#include <inttypes.h>
#include <stdio.h>

#include "s6native.h"

static int fail(const struct s6n_error *error) {
  fprintf(stderr, "%s\n", error->message);
  if (error->remedy[0] != '\0') fprintf(stderr, "  %s\n", error->remedy);
  return 1;
}

int main(int argc, char **argv) {
  struct s6n_error error = S6N_ERROR_INIT;
  struct s6n_terms soon = S6N_TERMS_INIT;
  struct s6n_terms now = S6N_TERMS_INIT;
  struct s6n_status status = {0};
  s6n_subscription *events;
  int event;

  if (argc != 2) {
    fprintf(stderr, "usage: restart SERVICEDIR\n");
    return 100;
  }
  soon.timeout_ms = 10000;
  soon.kill_after_ms = 5000;
  now.timeout_ms = 0;
  status.size = sizeof status;

  // From here on no event is lost, whatever happens in between.
  if (s6n_subscribe(argv[1], &events, &error) < 0) return fail(&error);
  if (s6n_restart(argv[1], &soon, &status, &error) < 0) {
    s6n_subscription_free(events);
    return fail(&error);
  }
  // Those that have come by now.
  while ((event = s6n_next(events, &now, &error)) > 0) printf("event %c\n", event);
  s6n_subscription_free(events);
  if (event < 0) return fail(&error);
  printf("up as process %" PRId32 "%s\n", status.pid, status.flags & S6N_READY ? ", ready" : "");
  return 0;
}
