// Services and scandirs.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "cases.h"

void case_status(void) {
  struct s6n_status status;
  struct s6n_death deaths[3];
  int32_t pid = -1;
  IS(0, s6n_start(web, within(20000), NULL, &failure));
  status = status_of(web);
  SO((status.flags & (S6N_UP | S6N_READY | S6N_WANTED_UP)) == (S6N_UP | S6N_READY | S6N_WANTED_UP));
  SO(status.pid > 1 && status.pgid == status.pid && status.exit_code == -1 && status.signal == 0);
  SO(status.changed.seconds > 1600000000 && status.ready.seconds >= status.changed.seconds);
  IS(S6N_YES, s6n_supervised(web, &pid, &failure));
  SO(pid > 1 && pid != status.pid);
  IS(S6N_YES, s6n_supervised(web, NULL, NULL));
  SO(s6n_version() == S6N_VERSION);

  IS(0, s6n_stop(web, within(20000), &status, &failure));
  SO((status.flags & S6N_FINISHED) && !(status.flags & (S6N_UP | S6N_WANTED_UP)) && status.pid == 0);
  SO(status.signal == 15 && status.exit_code == -1 && status.ready.seconds == 0);
  SO(s6n_death_tally(web, NULL, 0, &failure) >= 1);
  SO(s6n_death_tally(web, deaths, 3, &failure) >= 1);
  SO(deaths[0].at.seconds > 1600000000);
}

void case_refusals(void) {
  struct s6n_status status = {0};
  char nothing[4096];
  status.size = sizeof status;
  join(nothing, scandir, "nothing");
  IS(-ENOENT, s6n_status_of(nothing, &status, &failure));
  SO(failure.code == ENOENT && failure.kind == S6N_ERROR_NO_SUCH_SERVICE && strcmp(failure.path, nothing) == 0);
  SO(strstr(failure.message, "cannot find the service") && strstr(failure.remedy, "hermesctl list"));
  join(nothing, templates, "plain");
  IS(-ENXIO, s6n_status_of(nothing, &status, &failure));
  SO(failure.kind == S6N_ERROR_NOT_SUPERVISED);
  IS(-ENXIO, s6n_send(nothing, "u", NULL));
  IS(S6N_NO, s6n_supervised(nothing, NULL, &failure));
  SO(failure.code == 0);
  IS(-EINVAL, s6n_status_of("", &status, &failure));
  IS(-EINVAL, s6n_status_of(NULL, &status, &failure));
  IS(-EINVAL, s6n_send(web, "", &failure));
  IS(-EINVAL, s6n_send(web, "uz", &failure));
  SO(failure.kind == S6N_ERROR_ARGUMENT);
  TEXT("uz: cannot take it", failure.message);
  SO(failure.path[0] == '\0');
  IS(-EINVAL, s6n_wait(web, 'x', within(0), &failure));
  IS(-EINVAL, s6n_wait(web, 'u' + 256, within(0), &failure));
  TEXT("goal: cannot take it", failure.message);
  IS(-EINVAL, s6n_wait_many(NULL, 3, 'D', S6N_ALL, within(0), &failure));
  IS(-EINVAL, s6n_wait_many(NULL, 0, 'D', 7, within(0), &failure));
  IS(-ENXIO, s6n_rescan(templates, &failure));
  SO(failure.kind == S6N_ERROR_NO_SCANNER);
  IS(S6N_NO, s6n_scanned(templates, &failure));
  IS(-ENOENT, s6n_list("/nonexistent", NULL, NULL, &failure));
  s6n_subscription_free(NULL);
}

void case_control(void) {
  struct s6n_status before = {0}, after;
  IS(0, s6n_start(web, within(20000), NULL, &failure));
  IS(-EINVAL, s6n_stop(web, within(20000), &before, &failure));  // its size is not set
  TEXT("size of a struct: cannot take it", failure.message);
  SO(status_of(web).flags & S6N_UP);  // and nothing was done
  before = after = status_of(web);
  IS(0, s6n_restart(web, within(20000), &after, &failure));
  SO(after.pid > 1 && after.pid != before.pid && (after.flags & S6N_READY));
  IS(0, s6n_send(web, "d", &failure));
  IS(0, s6n_wait(web, 'D', within(20000), &failure));
  IS(0, s6n_send(web, "u", &failure));
  IS(0, s6n_wait(web, 'U', within(20000), &failure));
}

void case_events(void) {
  s6n_subscription *events = NULL;
  struct pollfd poll_set;
  char heard[16] = "";
  int event, count = 0;
  IS(0, s6n_start(web, within(20000), NULL, &failure));
  IS(0, s6n_subscribe(web, &events, &failure));
  IS(0, s6n_next(events, within(0), &failure));
  poll_set.fd = s6n_subscription_fd(events);
  poll_set.events = POLLIN;
  SO(fcntl(poll_set.fd, F_GETFD) == FD_CLOEXEC);
  IS(0, poll(&poll_set, 1, 0));
  IS(0, s6n_restart(web, within(20000), NULL, &failure));
  IS(1, poll(&poll_set, 1, 0));
  // The status tells of readiness a moment before the event does.
  do {
    event = s6n_next(events, within(20000), &failure);
    SO(event > 0 && count < 15);
    heard[count++] = (char)event;
  } while (event != 'U');
  TEXT("dDuU", heard);
  s6n_subscription_free(events);
  SO(fcntl(poll_set.fd, F_GETFD) == -1);
}

void case_waiting(void) {
  char deaf[4096], plain[4096];
  const char *both[2];
  struct s6n_terms terms = S6N_TERMS_INIT;
  join(deaf, scandir, "deaf");
  join(plain, templates, "plain");
  both[0] = web;
  both[1] = deaf;
  IS(0, s6n_start(web, within(20000), NULL, &failure));
  IS(0, s6n_start(deaf, within(20000), NULL, &failure));
  IS(0, s6n_wait_many(both, 2, 'u', S6N_ALL, within(20000), &failure));
  IS(0, s6n_stop(web, within(20000), NULL, &failure));
  IS(0, s6n_wait_many(both, 2, 'D', S6N_ANY, within(20000), &failure));
  IS(-ETIMEDOUT, s6n_wait_many(both, 2, 'D', S6N_ALL, within(50), &failure));
  SO(failure.kind == S6N_ERROR_TIMED_OUT && strcmp(failure.path, deaf) == 0);
  IS(-ETIMEDOUT, s6n_stop(deaf, within(50), NULL, &failure));
  terms.timeout_ms = 20000;
  terms.kill_after_ms = 50;
  IS(0, s6n_stop(deaf, &terms, NULL, &failure));
  IS(9, status_of(deaf).signal);
  IS(-ENXIO, s6n_wait(plain, 'u', NULL, &failure));
  IS(0, s6n_wait_many(NULL, 0, 'u', S6N_ALL, NULL, &failure));
}

void case_cancelling(void) {
  int ends[2];
  struct s6n_terms terms = S6N_TERMS_INIT;
  s6n_subscription *events = NULL;
  char byte = 0;
  IS(0, pipe(ends));
  IS(1, write(ends[1], "x", 1));
  terms.cancel_fd = ends[0];
  IS(0, s6n_start(web, within(20000), NULL, &failure));
  IS(-ECANCELED, s6n_wait(web, 'D', &terms, &failure));
  SO(failure.kind == S6N_ERROR_CANCELLED && failure.path[0] == '\0');
  IS(0, s6n_subscribe(web, &events, &failure));
  IS(-ECANCELED, s6n_next(events, &terms, &failure));
  s6n_subscription_free(events);
  IS(1, read(ends[0], &byte, 1));  // it was never read from
  SO(byte == 'x');
  close(ends[0]);
  close(ends[1]);
}

static int note_name(const char *name, void *context) {
  char *names = context;
  strcat(strcat(names, name), " ");
  return strcmp(name, "deaf") == 0 ? 0 : 1;
}

void case_scandir(void) {
  char names[4096] = "", source[4096], slot[4096];
  IS(2, s6n_list(scandir, note_name, names, &failure));
  TEXT("deaf web ", names);
  IS(2, s6n_list(scandir, NULL, NULL, &failure));
  IS(S6N_YES, s6n_scanned(scandir, &failure));
  IS(0, s6n_rescan(scandir, &failure));
  join(source, templates, "plain");
  join(slot, scandir, "plain");
  IS(0, s6n_publish(scandir, "plain", source, within(20000), &failure));
  IS(S6N_YES, s6n_supervised(slot, NULL, &failure));
  IS(0, s6n_wait(slot, 'u', within(20000), &failure));
  IS(-EEXIST, s6n_publish(scandir, "plain", source, within(20000), &failure));
  SO(failure.kind == S6N_ERROR_EXISTS && strcmp(failure.path, slot) == 0 && failure.remedy[0] != '\0');
  IS(-EINVAL, s6n_publish(scandir, ".hidden", source, within(20000), &failure));
  IS(-EINVAL, s6n_publish(scandir, "none", templates, within(20000), &failure));
  IS(0, s6n_retire(scandir, "plain", within(20000), &failure));
  SO(access(slot, F_OK) == -1);
  IS(-ENOENT, s6n_retire(scandir, "plain", within(20000), &failure));
}

void case_sizes(void) {
  struct s6n_status status = {0};
  struct s6n_terms terms = S6N_TERMS_INIT;
  struct s6n_error small = S6N_ERROR_INIT;
  struct {
    struct s6n_status known;
    char added[64];
  } later;
  memset(&later, 0x55, sizeof later);
  later.known.size = sizeof later;
  IS(0, s6n_status_of(web, &later.known, &failure));
  SO(later.known.size == sizeof later && later.added[0] == 0x55 && later.added[63] == 0x55);
  IS(-EINVAL, s6n_status_of(web, &status, &failure));
  status.size = sizeof status - 1;
  IS(-EINVAL, s6n_status_of(web, &status, &failure));
  IS(-EINVAL, s6n_status_of(web, NULL, &failure) == 0 ? -EINVAL : -1);  // none is wanted
  terms.size = 8;
  IS(-EINVAL, s6n_wait(web, 'u', &terms, &failure));
  small.size = 16;
  memset(small.path, 0x55, sizeof small.path);
  IS(-EINVAL, s6n_status_of("", &status, &small));
  SO(small.path[0] == 0x55 && small.code == 0);
  small.code = 1;
  IS(S6N_NO, s6n_supervised(templates, NULL, &small));
  SO(small.code == 1);
}
