// s6 from C: status, control, events, waiting, scandirs and Hermes' gateways, with no s6 program spawned.
//
// Link with -ls6native (pkg-config s6native). The library is one file that needs libc and nothing else, glibc 2.17 or
// later.
//
// RESULTS. Every call that can fail returns an int: 0, or what it says below, or a negated errno. It also fills the
// caller's struct s6n_error, if it was given one: which path, what happened, and what helps.
//
// UNITS. Times that are given are milliseconds, and are measured on the monotonic clock: negative is for ever, 0 is
// now. Times that are told are Unix time, as struct s6n_time. Process numbers are those of the caller's pid
// namespace.
//
// STRINGS. Paths and names are bytes that end in a NUL, in no encoding; a NULL is refused with -EINVAL, and so is a NULL
// for an array of which anything is to be read, where no other meaning is given. Texts in an
// s6n_error are UTF-8, without control characters but newlines, and end in a NUL; what does not fit is cut off.
//
// BLOCKING. Only what takes a struct s6n_terms waits for others: until the time is over (-ETIMEDOUT), or until
// cancel_fd becomes readable (-ECANCELED), which is never read from. They wait for events, and look at nothing again
// and again, but for the first 3 ms of stopping what is down already. Signals do not end a wait: who wants that makes
// cancel_fd readable in his handler. All other calls return at once, as far as the file
// system does.
//
// OWNERSHIP. What the caller passes stays the caller's and is not kept. What a callback is given is the library's,
// and is gone when the callback returns. An s6n_subscription is the caller's, to free. Callbacks run in the calling
// thread, after the work, with nothing locked; they must return, and not by longjmp or an exception.
//
// THREADS. Any call may be made from any number of threads at once, as long as no two use one s6n_subscription or one
// struct. The library has no state, starts no thread and spawns no process.
//
// FORK. It may be used before and after fork, in parent and child, also where other threads ran. An s6n_subscription
// stays the parent's: a child frees it (that closes the child's descriptor, and takes nothing from the parent), and
// takes no events from it.
//
// THE PROCESS. Signal handlers, umask, the working directory, the environment and all that belongs to the whole
// process are left alone. SIGPIPE is blocked in the calling thread while a FIFO is written, and never arrives on its
// account. Every descriptor is close-on-exec. A failed allocation aborts, as it does in Swift.
//
// SIZES. Structs that may grow begin with their size, which the caller sets to sizeof: a later library knows by it how
// much of the struct the caller has. What is smaller than this version's is refused with -EINVAL before anything is
// done; an s6n_error that is, is left as it is. Macros *_INIT do it. s6n_time and s6n_death never change, nor does the
// s6n_status within an s6n_gateway.
//
// NUMBERS. Verbs, goals, quorums and flags that this version does not know are refused with -EINVAL.
#ifndef S6NATIVE_H
#define S6NATIVE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The version that this header is of: a call is in the library if s6n_version() is at least the version that brought
// it.
#define S6N_VERSION 1u

uint32_t s6n_version(void);

// MARK: Errors

// What kind of failure it was, where the errno does not tell. New ones may come: treat those as S6N_ERROR_OTHER.
enum {
  S6N_ERROR_NONE = 0,
  S6N_ERROR_OTHER = 1,             // see the errno
  S6N_ERROR_ARGUMENT = 2,          // EINVAL: what was asked for makes no sense
  S6N_ERROR_NO_SUCH_SERVICE = 3,   // ENOENT
  S6N_ERROR_NOT_SUPERVISED = 4,    // ENXIO: no s6-supervise runs on it, or it has ended
  S6N_ERROR_STARTING = 5,          // EAGAIN: its s6-supervise has not written a status yet
  S6N_ERROR_NO_SCANNER = 6,        // ENXIO: no s6-svscan runs on the scandir
  S6N_ERROR_TIMED_OUT = 7,         // ETIMEDOUT: what was asked stands, and may still come, where a call does not say else
  S6N_ERROR_CANCELLED = 8,         // ECANCELED: cancel_fd became readable
  S6N_ERROR_FAILED_FOR_GOOD = 9,   // ENOTRECOVERABLE: ./finish exited 125
  S6N_ERROR_WANTED_OTHERWISE = 10, // EBUSY: somebody else wants it up, or down
  S6N_ERROR_EXISTS = 11,           // EEXIST, EBUSY: the slot is there, or somebody is at it
  S6N_ERROR_TAMPERED = 12,         // EBADMSG, ELOOP: not as s6 makes it
  S6N_ERROR_FIFO_FULL = 13,        // EAGAIN: the supervisor does not read
  S6N_ERROR_NO_SUCH_PROFILE = 14,  // ENOENT
  S6N_ERROR_NOT_REGISTERED = 15,   // ENOENT: the profile has no slot
  S6N_ERROR_REGISTERED = 16,       // EEXIST: the profile has a slot
  S6N_ERROR_INSIDE_GATEWAY = 17,   // EDEADLK: the caller runs within the gateway that it would end
  S6N_ERROR_SERVED_BY_ROOT = 18    // EPERM: the policy has the root profile's gateway serve this profile
};

struct s6n_error {
  uint32_t size;
  int32_t code;        // an errno, positive; 0 after a call that has not failed
  int32_t kind;        // S6N_ERROR_...
  int32_t reserved;
  char path[4096];     // what it is about, as bytes; empty if that is no path
  char message[4096];  // PATH: cannot VERB: reason; a line for each service
  char remedy[512];    // what the operator can do about it; empty if that is not known
};

#define S6N_ERROR_INIT { sizeof(struct s6n_error), 0, 0, 0, "", "", "" }

// MARK: Waiting

// How long a call may take. NULL for a pointer to it is S6N_TERMS_INIT: for ever.
struct s6n_terms {
  uint32_t size;
  int32_t cancel_fd;      // ends the wait when it becomes readable; -1 is none
  int64_t timeout_ms;     // negative is for ever
  int64_t kill_after_ms;  // sends SIGKILL to what has not ended by then, where something is to end; negative is never
};

#define S6N_TERMS_INIT { sizeof(struct s6n_terms), -1, -1, -1 }

// MARK: Services. SERVICEDIR is the path of a servicedir. A link in it is followed only if root or the caller made it.

struct s6n_time {
  int64_t seconds;
  uint32_t nanoseconds;
  uint32_t reserved;
};

enum {
  S6N_UP = 1,            // ./run is running
  S6N_READY = 2,         // and has said that it is ready
  S6N_PAUSED = 4,        // and was stopped through its supervisor
  S6N_FINISHING = 8,     // ./finish is running
  S6N_FINISHED = 16,     // neither is: "really down"
  S6N_WANTED_UP = 32,    // the supervisor starts it again when it dies
  S6N_NOT_STARTED = 64   // this supervisor has never started it, as far as s6 tells
};

struct s6n_status {
  uint32_t size;
  uint32_t flags;           // S6N_UP and others
  int32_t pid;              // of ./run, or of ./finish while S6N_FINISHING; 0 is none
  int32_t pgid;             // the process group of ./run; 0 while it does not run
  int32_t exit_code;        // of the last ./run, -1 while it runs, was killed or has not run
  int32_t signal;           // that killed the last ./run; 0 if none did
  struct s6n_time changed;  // when it last went up or down
  struct s6n_time ready;    // since when it is ready; 0 while it is not
};

struct s6n_death {
  struct s6n_time at;
  int32_t exit_code;
  int32_t signal;  // 0 if it exited
};

// Reads what its supervisor last wrote. That is true only while a supervisor runs: s6n_supervised.
int s6n_status_of(const char *servicedir, struct s6n_status *status, struct s6n_error *error);

// Copies the newest deaths that the supervisor keeps, oldest first, at most `capacity` of them. Returns how many it
// keeps.
int s6n_death_tally(const char *servicedir, struct s6n_death *deaths, size_t capacity, struct s6n_error *error);

enum { S6N_NO = 0, S6N_YES = 1, S6N_UNKNOWN = 2 };

// Whether an s6-supervise runs on it: S6N_YES, S6N_NO, or S6N_UNKNOWN where that may not be found out. `pid` may be
// NULL; it is set to the supervisor's process number, or 0 where that is not known.
int s6n_supervised(const char *servicedir, int32_t *pid, struct s6n_error *error);

// Sends commands, the letters of s6-svc ("d", "rc"), in one write that is taken whole or not at all. They are asked,
// not done.
int s6n_send(const char *servicedir, const char *commands, struct s6n_error *error);

// Start it, stop it, restart it, and return when it is so: up (and ready, if it has a notification-fd), or really
// down. `status` may be NULL. What was asked stands when the time is over.
int s6n_start(const char *servicedir, const struct s6n_terms *terms, struct s6n_status *status,
              struct s6n_error *error);
int s6n_stop(const char *servicedir, const struct s6n_terms *terms, struct s6n_status *status,
             struct s6n_error *error);
int s6n_restart(const char *servicedir, const struct s6n_terms *terms, struct s6n_status *status,
                struct s6n_error *error);

enum { S6N_ALL = 0, S6N_ANY = 1 };

// Waits until one service, or all or any of several, has reached a state, a letter of s6-svwait: 'u' up, 'U' ready,
// 'd' down, 'D' really down, 'r' restarted, 'R' restarted and ready. It ends at once where no supervisor runs.
int s6n_wait(const char *servicedir, int goal, const struct s6n_terms *terms, struct s6n_error *error);
int s6n_wait_many(const char *const *servicedirs, size_t count, int goal, int quorum, const struct s6n_terms *terms,
                  struct s6n_error *error);

// MARK: Events

// A subscription to the events of a supervisor: from its beginning none is lost. It takes the right to write in
// event/, and holds one descriptor.
typedef struct s6n_subscription s6n_subscription;

int s6n_subscribe(const char *servicedir, s6n_subscription **subscription, struct s6n_error *error);

// Readable when there may be an event, for a poll of the caller's. Do not read from it or close it.
int s6n_subscription_fd(const s6n_subscription *subscription);

// Takes the next event, and returns its letter: 's' the supervisor has started, 'u' up, 'U' ready, 'd' ./run has
// died, 'D' ./finish has ended, 'O' permanent failure, 'x' the supervisor exits. Returns 0 when the time is over:
// with timeout_ms 0, when there is none now.
int s6n_next(s6n_subscription *subscription, const struct s6n_terms *terms, struct s6n_error *error);

// Ends it. NULL is no error.
void s6n_subscription_free(s6n_subscription *subscription);

// MARK: Scandirs

// Called with one name after the other, sorted by bytes, until it returns anything but 0.
typedef int (*s6n_name_callback)(const char *name, void *context);

// Tells the slots of a scandir. Returns how many there are.
int s6n_list(const char *scandir, s6n_name_callback callback, void *context, struct s6n_error *error);

// Whether an s6-svscan runs on it: S6N_YES, S6N_NO, or S6N_UNKNOWN.
int s6n_scanned(const char *scandir, struct s6n_error *error);

// Has s6-svscan scan now. That is asked, not done.
int s6n_rescan(const char *scandir, struct s6n_error *error);

// Adds a slot, a copy of a directory with an executable `run` in it, and returns when it is supervised, and its log/,
// if there is one. When that does not come in time, it is taken back.
int s6n_publish(const char *scandir, const char *name, const char *source, const struct s6n_terms *terms,
                struct s6n_error *error);

// Removes a slot, and returns when nothing of it runs and nothing of it is left. What a killed call has left is
// finished.
int s6n_retire(const char *scandir, const char *name, const struct s6n_terms *terms, struct s6n_error *error);

// MARK: Records, of what a callback is told, for hosts whose functions may not be called back: Python's would run the
// handlers of signals, and lose what those raise. Give s6n_record_name, s6n_record_outcome or s6n_record_action as the
// callback, and a record as its context. A record is the caller's, to free.
typedef struct s6n_record s6n_record;
struct s6n_outcome;
struct s6n_action;

s6n_record *s6n_record_new(void);
int s6n_record_name(const char *name, void *record);
void s6n_record_outcome(const struct s6n_outcome *outcome, void *record);
void s6n_record_action(const struct s6n_action *action, void *record);

// How many it was told, and one of them, in the order in which they were told: a const char *, a const struct
// s6n_outcome * or a const struct s6n_action *, by the callback. NULL behind the last. It is the record's.
size_t s6n_record_count(const s6n_record *record);
const void *s6n_record_item(const s6n_record *record, size_t index);

// Ends it, and what it was told. NULL is no error.
void s6n_record_free(s6n_record *record);

// MARK: Hermes' gateways. A profile is 1 to 64 of a-z, 0-9, - and _, the first a letter or digit; "default" is the
// root's.

enum { S6N_TREE_DETECT = 0, S6N_TREE_ISOLATED = 1, S6N_TREE_SHARED = 2 };
enum { S6N_POLICY_A = 0, S6N_POLICY_B = 1, S6N_POLICY_C = 2 };
enum { S6N_STYLE_DETECT = 0, S6N_STYLE_OVERLAY = 1, S6N_STYLE_PLAIN = 2 };

// Where the gateways are. The environment is not read: hermesctl takes the same from the variables named here. NULL,
// or 0, is what holds without them.
struct s6n_gateways {
  uint32_t size;
  uint32_t tree;                // HERMES_GATEWAY_TREE
  uint32_t policy;              // HERMES_GATEWAY_POLICY
  uint32_t style;               // what the scripts can count on
  int64_t restart_interval_ms;  // HERMES_GATEWAY_RESTART_INTERVAL; negative is 2000
  const char *home;             // HERMES_HOME; /opt/data
  const char *scandir;          // HERMES_SCANDIR, S6_PROFILE_GATEWAY_SCANDIR; /run/hermes/service, or /run/service
  const char *multiplex;        // GATEWAY_MULTIPLEX_PROFILES; what config.yaml says
  const char *hermesctl;        // what the slots' scripts call; /usr/bin/hermesctl: no slot is made where it is missing
};

#define S6N_GATEWAYS_INIT { sizeof(struct s6n_gateways), 0, 0, 0, -1, NULL, NULL, NULL, NULL }

// Tells the profiles that have a slot. Returns how many there are; 0 where there is no scandir.
int s6n_gateway_list(const struct s6n_gateways *gateways, s6n_name_callback callback, void *context,
                     struct s6n_error *error);

// Gives a profile a slot, and returns when it is supervised. `variables` are NAME=VALUE, which its run sets besides,
// behind them a NULL; NULL for none. Whether there is such a profile is not asked.
int s6n_gateway_register(const struct s6n_gateways *gateways, const char *profile, const char *const *variables,
                         int start_now, const struct s6n_terms *terms, struct s6n_error *error);

enum { S6N_GATEWAY_START = 1, S6N_GATEWAY_STOP = 2, S6N_GATEWAY_RESTART = 3, S6N_GATEWAY_RETIRE = 4 };

enum {
  S6N_ALL_PROFILES = 1,  // all that have a slot, instead of those that are named
  S6N_FORCE = 2          // starts those too that the root profile's gateway serves
};

enum {
  S6N_REMARK_REGISTERED = 1,  // there was no slot, and now there is
  S6N_REMARK_COALESCED = 2    // somebody else's restart has done it
};

// What has come of a verb for one gateway.
struct s6n_outcome {
  uint32_t size;
  uint32_t remarks;                // S6N_REMARK_...
  int32_t code;                    // an errno; 0 if it was done
  uint32_t warnings;               // how many things went wrong besides, and do not count
  const char *profile;
  const struct s6n_status *status; // NULL where it was not had
  const struct s6n_error *error;   // if `code` is not 0
};

typedef void (*s6n_outcome_callback)(const struct s6n_outcome *outcome, void *context);

// Starts, stops, restarts or retires gateways, and returns when it is so for each: up, and wanted at the next boot;
// really down, and not wanted; up with another process; gone. All are asked, then awaited together, and one that
// fails keeps no other. `callback` may be NULL. Returns 0, or the first failure by name, with its error.
int s6n_gateway_control(const struct s6n_gateways *gateways, int verb, const char *const *profiles, size_t count,
                        uint32_t flags, const struct s6n_terms *terms, s6n_outcome_callback callback, void *context,
                        struct s6n_error *error);

enum {
  S6N_GATEWAY_REGISTERED = 1,  // it has a slot
  S6N_GATEWAY_SUPERVISED = 2,  // with a supervisor, so that `status` is true
  S6N_GATEWAY_CAPPED = 4,      // it has died too often, and stays down: `deaths` and what follows tell
  S6N_GATEWAY_SERVED = 8,      // the policy has the root profile's gateway serve its profile
  S6N_GATEWAY_PROFILE = 16     // there is such a profile
};

struct s6n_gateway {
  uint32_t size;
  uint32_t flags;            // S6N_GATEWAY_...
  struct s6n_status status;  // zeroes, unless S6N_GATEWAY_SUPERVISED
  char desired[32];          // what gateway_state.json wants: "running", "stopped", or what else is there
  char observed[32];         // what the gateway last wrote there of itself
  int32_t deaths;
  int32_t exit_code;
  int64_t seconds;           // within which it died so often
  int32_t signal;
  int32_t reserved;
};

// What is known of one gateway. One that has no slot is no error.
int s6n_gateway_status(const struct s6n_gateways *gateways, const char *profile, struct s6n_gateway *gateway,
                       struct s6n_error *error);

// MARK: Reconciling

enum {
  S6N_BOOT = 1,          // the container has just started: what ran before has ended
  S6N_DRY_RUN = 2,       // nothing is touched
  S6N_PRUNE = 4,         // slots whose profile is gone are retired
  S6N_NO_SUPERVISE = 8,  // HERMES_GATEWAY_NO_SUPERVISE
  S6N_BOOT_LOG = 16      // a line for each action goes to logs/container-boot.log
};

enum {
  S6N_STARTED = 1,     // its gateway has a slot, and starts
  S6N_REGISTERED = 2,  // its gateway has a slot, and is down
  S6N_UPDATED = 3,     // its slot runs, and some of its files were renewed
  S6N_UNCHANGED = 4,
  S6N_RETIRED = 5,     // its profile is gone, and so is its slot now
  S6N_SKIPPED = 6      // nothing was done: `reason`
};

enum {
  S6N_REASON_NONE = 0,
  S6N_REASON_INVALID_NAME = 1,
  S6N_REASON_RESERVED_NAME = 2,
  S6N_REASON_UNREADABLE = 3,
  S6N_REASON_NO_PROFILE = 4,
  S6N_REASON_NO_TREE = 5,
  S6N_REASON_BUSY = 6,
  S6N_REASON_FAILED = 7
};

enum { S6N_EXIT_UNKNOWN = 0, S6N_EXIT_CLEAN = 1, S6N_EXIT_UNCLEAN = 2 };

// What was done about one profile, or would be.
struct s6n_action {
  uint32_t size;
  int32_t action;                 // S6N_STARTED...
  int32_t reason;                 // S6N_REASON_...
  int32_t prior_exit;             // S6N_EXIT_...
  int32_t folded;                 // whether the root's gateway starts on its behalf; S6N_UNKNOWN: not this policy
  int32_t reserved;
  const char *profile;            // as it stands on the disk
  const char *prior;              // what it was before, or is wanted to be; NULL if nothing says so
  const char *observed;           // what its gateway told last, if that is another thing; NULL
  const char *message;            // what went wrong; NULL if nothing did
};

typedef void (*s6n_action_callback)(const struct s6n_action *action, void *context);

// Makes the slots of a tree match the profiles on the disk. `command` is what the container was told to run, the
// command line of process 1 or of main-wrapper.sh, behind it a NULL; NULL if nothing is known of it. One profile that
// is broken keeps no other, and is no failure of the call.
int s6n_reconcile(const struct s6n_gateways *gateways, uint32_t flags, const char *const *command,
                  const struct s6n_terms *terms, s6n_action_callback callback, void *context,
                  struct s6n_error *error);

#ifdef __cplusplus
}
#endif

#endif
