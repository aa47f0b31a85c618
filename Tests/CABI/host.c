// What a host has of its own: threads, forks, signals, a umask.
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cases.h"

enum { THREADS = 16, ROUNDS = 40 };

// Each thread has its own error; NULL says it is well.
static void *use(void *context) {
  struct s6n_error error = S6N_ERROR_INIT;
  struct s6n_status status = {0};
  struct s6n_terms now = S6N_TERMS_INIT;
  s6n_subscription *events;
  int round;
  (void)context;
  now.timeout_ms = 0;
  status.size = sizeof status;
  for (round = 0; round < ROUNDS; round++) {
    if (s6n_status_of(web, &status, &error) < 0 || status.pid <= 1) return "status";
    if (s6n_send(web, "c", &error) < 0) return "send";
    if (s6n_subscribe(web, &events, &error) < 0) return "subscribe";
    if (s6n_next(events, &now, &error) < 0) return "next";
    s6n_subscription_free(events);
    if (s6n_list(scandir, NULL, NULL, &error) < 2) return "list";
    if (s6n_status_of("/nonexistent", &status, &error) != -ENOENT) return "an error";
    if (strcmp(error.path, "/nonexistent") != 0) return "its path";
  }
  return NULL;
}

void case_threads(void) {
  pthread_t threads[THREADS];
  void *problem;
  int index;
  IS(0, s6n_start(web, within(20000), NULL, &failure));
  for (index = 0; index < THREADS; index++) IS(0, pthread_create(&threads[index], NULL, use, NULL));
  for (index = 0; index < THREADS; index++) {
    IS(0, pthread_join(threads[index], &problem));
    if (problem != NULL) fprintf(stderr, "%s\n", (char *)problem);
    SO(problem == NULL);
  }
}

static volatile int is_over;

static void *spin(void *context) {
  struct s6n_status status = {0};
  (void)context;
  status.size = sizeof status;
  while (!is_over) s6n_status_of(web, &status, NULL);
  return NULL;
}

// Forks while other threads are at work, and while a subscription is alive.
void case_fork(void) {
  s6n_subscription *events = NULL;
  pthread_t thread;
  int round;
  IS(0, s6n_start(web, within(20000), NULL, &failure));
  IS(0, s6n_subscribe(web, &events, &failure));
  IS(0, pthread_create(&thread, NULL, spin, NULL));
  for (round = 0; round < 20; round++) {
    int end = -1;
    pid_t child = fork();
    SO(child >= 0);
    if (child == 0) {
      s6n_subscription *own = NULL;
      s6n_subscription_free(events);
      IS(S6N_YES, s6n_supervised(web, NULL, &failure));
      IS(0, s6n_subscribe(web, &own, &failure));
      IS(0, s6n_send(web, "c", &failure));
      IS(0, s6n_next(own, within(0), &failure));
      s6n_subscription_free(own);
      _exit(0);
    }
    IS(child, waitpid(child, &end, 0));
    IS(0, end);
  }
  is_over = 1;
  IS(0, pthread_join(thread, NULL));
  // The parent's still hears.
  IS(0, s6n_restart(web, within(20000), NULL, &failure));
  IS('d', s6n_next(events, within(0), &failure));
  s6n_subscription_free(events);
}

static volatile sig_atomic_t pipes;

static void count_pipe(int signal) {
  (void)signal;
  pipes = pipes + 1;
}

// Whatever the host has set for itself is as it was, when services were published, controlled and retired.
void case_process(void) {
  struct sigaction mine, old;
  sigset_t blocked, now;
  char source[4096], slot[4096], directory[4096], after[4096];
  struct stat made;
  memset(&mine, 0, sizeof mine);
  mine.sa_handler = count_pipe;
  IS(0, sigaction(SIGPIPE, &mine, NULL));
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  sigaddset(&blocked, SIGCHLD);
  IS(0, pthread_sigmask(SIG_SETMASK, &blocked, NULL));
  umask(077);
  SO(getcwd(directory, sizeof directory) != NULL);

  join(source, templates, "plain");
  join(slot, scandir, "hosted");
  IS(0, s6n_publish(scandir, "hosted", source, within(20000), &failure));
  join(after, slot, "run");
  IS(0, stat(after, &made));
  IS(0755, made.st_mode & 07777);  // that of the source: no umask has a part in it
  IS(0, s6n_send(slot, "d", &failure));
  IS(0, s6n_wait(slot, 'D', within(20000), &failure));
  IS(0, s6n_retire(scandir, "hosted", within(20000), &failure));
  IS(-ENOENT, s6n_send(slot, "u", &failure));

  IS(0, sigaction(SIGPIPE, NULL, &old));
  SO(old.sa_handler == count_pipe && pipes == 0);
  IS(0, pthread_sigmask(SIG_SETMASK, NULL, &now));
  SO(sigismember(&now, SIGUSR1) == 1 && sigismember(&now, SIGCHLD) == 1 && sigismember(&now, SIGPIPE) == 0);
  IS(0, sigpending(&now));
  SO(sigismember(&now, SIGPIPE) == 0);
  IS(077, umask(022));
  SO(getcwd(after, sizeof after) != NULL && strcmp(directory, after) == 0);
}
