// What a C programmer would do, by the same system calls: the floor that the library is measured against.
#ifndef C_FLOOR_H
#define C_FLOOR_H

#include <stddef.h>
#include <stdint.h>

/// Reads a service's status as the library does; the pid in it, or -1.
int64_t floor_status(const char *servicedir);

/// What a supervisor has written of its service.
struct floor_record {
  uint64_t changed;
  uint64_t ready;
  uint32_t changed_nanoseconds;
  uint32_t ready_nanoseconds;
  int32_t pid;
  int32_t group;
  uint16_t wait_status;
  uint8_t flags;
};

/// Decodes a status record of either layout, with the checks that the library makes. 0, or -1 if it is none.
int floor_decode(const unsigned char *record, size_t size, struct floor_record *decoded);

/// Writes a byte to a service's control FIFO as the library does, with SIGPIPE kept away; 0, or -1.
int floor_send(const char *servicedir, char byte);

/// Subscribes to a service's events, writes a byte to its control FIFO, and waits until the event has come, with no
/// look at its status or its supervisor: what the supervisor itself takes. 0, or -1.
int floor_ask(const char *servicedir, char byte, char event);

/// Restarts a service with the same calls: asks it to end, waits until it has, and asks it to start. 0, or -1.
int floor_restart(const char *servicedir);

/// Asks many services at once, then waits until the event has come from each. 0, or -1.
int floor_ask_all(const char *const *servicedirs, int count, char byte, char event);

/// Subscribes to a service's events, and drops the subscription. 0, or -1.
int floor_subscribe(const char *servicedir);

/// Notifies whoever is subscribed to a service's events; how many.
int floor_notify(const char *servicedir, char event);

/// The same, with a subscription of this process that is kept, and which reads the event. 0, or -1.
int floor_wake(const char *servicedir);

/// Adds a slot with nothing but a `run` to a scandir, and waits until it is up. 0, or -1.
int floor_add(const char *scandir, const char *name, const char *script);

/// Removes such a slot: it is hidden and pruned, and deleted as soon as its supervisor says that it exits. 0, or -1.
int floor_remove(const char *scandir, const char *name);

/// How many slots a scandir has, or -1.
int floor_list(const char *scandir);

/// What running a program took.
struct floor_cost {
  int64_t wall;  ///< nanoseconds
  int64_t cpu;   ///< nanoseconds of the processor, its own children's included
  int code;      ///< what it exited with, or -1
};

/// Runs a program to its end, silently. 0, or -1 if it could not be started.
int floor_run(char *const *arguments, struct floor_cost *cost);

/// Runs a program to its end, silently; nanoseconds, or -1 if it did not exit 0.
int64_t floor_spawn(char *const *arguments);

/// The most memory that a program was given at once, in KiB, or -1: how much of it was there when it ended. Not what
/// `ru_maxrss` says, which includes the memory of whoever started it.
int64_t floor_peak(char *const *arguments);

/// Starts a program that reads lines and answers them. Its pid, or -1.
int floor_companion(char *const *arguments, int *to, int *from);

/// Nanoseconds of the processor that this process has had.
int64_t floor_cpu_time(void);

/// Holds SIGHUP, SIGINT and SIGTERM back, and gives a descriptor that becomes readable when one has come, or -1.
int floor_hold_signals(void);

/// The signal that has come, or 0; does not block.
int floor_take_signal(int descriptor);

/// Counts the instructions that a program executes outside the kernel, and its system calls, by going through it step
/// by step, with no random addresses; if it is `marked`, only between the two times that it stops itself. 0, or -1 if
/// it did not exit 0.
int floor_count(char *const *arguments, char *const *environment, int marked, uint64_t *instructions, uint64_t *calls);

/// The same as another user, with that user's group and no other.
int64_t floor_spawn_as(uint32_t user, char *const *arguments);

/// Connects to a socket, sends a line, and reads the answer to its end; nanoseconds, or -1 if it is not `0`.
int64_t floor_ask_socket(const char *path, const char *line);

#endif
