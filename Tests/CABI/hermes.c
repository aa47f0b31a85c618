// Hermes' gateways, whose programs are stand-ins.
#include <unistd.h>

#include "cases.h"

static char told[4096];

static int note_name(const char *name, void *context) {
  (void)context;
  strcat(strcat(told, name), " ");
  return 0;
}

static void note_outcome(const struct s6n_outcome *outcome, void *context) {
  char line[512];
  (void)context;
  SO(outcome->size == sizeof *outcome && (outcome->code == 0) == (outcome->error == NULL));
  snprintf(line, sizeof line, "%s=%d%s ", outcome->profile, outcome->code,
           outcome->status && (outcome->status->flags & S6N_UP) ? "up" : "");
  strcat(told, line);
}

static void note_action(const struct s6n_action *action, void *context) {
  char line[512];
  (void)context;
  SO(action->size == sizeof *action);
  snprintf(line, sizeof line, "%s:%d:%d:%s ", action->profile, action->action, action->reason,
           action->prior ? action->prior : "-");
  strcat(told, line);
}

static struct s6n_gateway status_of_gateway(const char *profile) {
  struct s6n_gateway gateway;
  memset(&gateway, 0, sizeof gateway);
  gateway.size = sizeof gateway;
  IS(0, s6n_gateway_status(&gateways, profile, &gateway, &failure));
  return gateway;
}

static int control(int verb, const char *profile, unsigned flags) {
  const char *profiles[1];
  profiles[0] = profile;
  told[0] = '\0';
  return s6n_gateway_control(&gateways, verb, profiles, profile ? 1 : 0, flags, within(30000), note_outcome, NULL,
                             &failure);
}

void case_gateways(void) {
  static const char *const variables[] = {"COLOUR=it's green", NULL};
  static const char *const wrong[] = {"1=2", NULL};
  struct s6n_gateway gateway;
  int32_t pid;
  IS(-EINVAL, s6n_gateway_register(&gateways, "Work", NULL, 1, within(30000), &failure));
  IS(-EINVAL, s6n_gateway_register(&gateways, "work", wrong, 1, within(30000), &failure));
  IS(0, s6n_gateway_register(&gateways, "work", variables, 1, within(30000), &failure));
  IS(-EEXIST, s6n_gateway_register(&gateways, "work", NULL, 1, within(30000), &failure));
  SO(failure.kind == S6N_ERROR_REGISTERED && strstr(failure.path, "/gateway-work"));
  told[0] = '\0';
  IS(1, s6n_gateway_list(&gateways, note_name, NULL, &failure));
  SO(strcmp(told, "work ") == 0);

  IS(0, control(S6N_GATEWAY_START, "play", 0));  // there is such a profile, so it is registered
  SO(strcmp(told, "play=0up ") == 0);
  IS(-ENOENT, control(S6N_GATEWAY_START, "nobody", 0));
  SO(failure.kind == S6N_ERROR_NO_SUCH_PROFILE && strcmp(told, "nobody=2 ") == 0);
  IS(-ENOENT, control(S6N_GATEWAY_STOP, "nobody", 0));

  gateway = status_of_gateway("play");
  SO(gateway.flags == (S6N_GATEWAY_REGISTERED | S6N_GATEWAY_SUPERVISED | S6N_GATEWAY_PROFILE));
  SO((gateway.status.flags & S6N_UP) && strcmp(gateway.desired, "running") == 0);
  pid = gateway.status.pid;
  IS(0, control(S6N_GATEWAY_RESTART, NULL, S6N_ALL_PROFILES));
  SO(strcmp(told, "play=0up work=0up ") == 0);
  SO(status_of_gateway("play").status.pid != pid);
  IS(0, control(S6N_GATEWAY_STOP, "play", 0));
  gateway = status_of_gateway("play");
  SO((gateway.status.flags & S6N_FINISHED) && strcmp(gateway.desired, "stopped") == 0);
  IS(-EINVAL, control(9, "play", 0));

  IS(-EINVAL, control(S6N_GATEWAY_START, "play", 4));
  IS(-EINVAL, s6n_gateway_control(&gateways, S6N_GATEWAY_STOP, NULL, 1, 0, NULL, NULL, NULL, &failure));
  SO(status_of_gateway("work").status.flags & S6N_UP);

  gateways.policy = S6N_POLICY_C;
  IS(-EPERM, control(S6N_GATEWAY_START, "play", 0));
  SO(failure.kind == S6N_ERROR_SERVED_BY_ROOT && (status_of_gateway("play").flags & S6N_GATEWAY_SERVED));
  gateways.policy = S6N_POLICY_A;

  IS(0, control(S6N_GATEWAY_RETIRE, NULL, S6N_ALL_PROFILES));
  SO(strcmp(told, "play=0 work=0 ") == 0);
  IS(0, s6n_gateway_list(&gateways, NULL, NULL, &failure));
  IS(0, control(S6N_GATEWAY_RETIRE, "play", 0));  // none is no error
  SO(status_of_gateway("nobody").flags == 0);
}

// What is kept of a call outlasts it, and is what a callback was told.
void case_records(void) {
  s6n_record *names = s6n_record_new(), *outcomes = s6n_record_new(), *actions = s6n_record_new();
  const char *profiles[2] = {"work", "nobody"};
  const struct s6n_outcome *outcome;
  const struct s6n_action *action;
  IS(-ENOENT, s6n_gateway_control(&gateways, S6N_GATEWAY_START, profiles, 2, 0, within(30000), s6n_record_outcome,
                                  outcomes, &failure));
  IS(2, s6n_record_count(outcomes));
  outcome = s6n_record_item(outcomes, 0);
  SO(strcmp(outcome->profile, "nobody") == 0 && outcome->code == ENOENT && outcome->status == NULL);
  SO(outcome->error->kind == S6N_ERROR_NO_SUCH_PROFILE && strcmp(outcome->error->message, failure.message) == 0);
  outcome = s6n_record_item(outcomes, 1);
  SO(strcmp(outcome->profile, "work") == 0 && outcome->code == 0 && outcome->error == NULL);
  SO(outcome->status->size == sizeof *outcome->status && (outcome->status->flags & S6N_UP));
  SO(s6n_record_item(outcomes, 2) == NULL);
  IS(1, s6n_gateway_list(&gateways, s6n_record_name, names, &failure));
  SO(s6n_record_count(names) == 1 && strcmp(s6n_record_item(names, 0), "work") == 0);
  IS(0, control(S6N_GATEWAY_RETIRE, NULL, S6N_ALL_PROFILES));
  IS(0, s6n_reconcile(&gateways, S6N_DRY_RUN, NULL, within(30000), s6n_record_action, actions, &failure));
  action = s6n_record_item(actions, s6n_record_count(actions) - 1);
  SO(strcmp(action->profile, "work") == 0 && strcmp(action->prior, "running") == 0);
  SO(action->size == sizeof *action && action->action == S6N_STARTED && action->message == NULL);
  s6n_record_free(names);
  s6n_record_free(outcomes);
  s6n_record_free(actions);
  s6n_record_free(NULL);
}

void case_reconcile(void) {
  char log[4096];
  IS(0, control(S6N_GATEWAY_START, "work", 0));
  IS(0, control(S6N_GATEWAY_START, "play", 0));
  IS(0, control(S6N_GATEWAY_STOP, "play", 0));
  IS(0, control(S6N_GATEWAY_RETIRE, NULL, S6N_ALL_PROFILES));
  told[0] = '\0';
  // What was stopped stays down, and what has not run yet.
  IS(0, s6n_reconcile(&gateways, S6N_DRY_RUN, NULL, within(30000), note_action, NULL, &failure));
  IS(0, s6n_gateway_list(&gateways, NULL, NULL, &failure));
  TEXT("default:2:0:- ", told);
  SO(strstr(told, " play:2:0:stopped ") != NULL && strstr(told, " work:1:0:running ") != NULL);
  told[0] = '\0';
  IS(0, s6n_reconcile(&gateways, S6N_BOOT_LOG, NULL, within(30000), note_action, NULL, &failure));
  IS(3, s6n_gateway_list(&gateways, NULL, NULL, &failure));
  join(log, gateways.home, "logs/container-boot.log");
  IS(0, access(log, R_OK));
  told[0] = '\0';
  IS(0, s6n_reconcile(&gateways, 0, NULL, within(30000), note_action, NULL, &failure));
  TEXT("default:4:0:- ", told);
  IS(0, control(S6N_GATEWAY_RETIRE, NULL, S6N_ALL_PROFILES));
}
