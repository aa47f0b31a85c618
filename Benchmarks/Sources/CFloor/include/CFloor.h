// What a C programmer would do, by the same system calls: the floor that the library is measured against.
#ifndef C_FLOOR_H
#define C_FLOOR_H

#include <stdint.h>

/// Reads a service's status as the library does; the pid in it, or -1.
int64_t floor_status(const char *servicedir);

/// Writes a byte to a service's control FIFO as the library does, with SIGPIPE kept away; 0, or -1.
int floor_send(const char *servicedir, char byte);

/// Subscribes to a service's events, writes a byte to its control FIFO, and waits until the event has come, with no
/// look at its status or its supervisor: what the supervisor itself takes. 0, or -1.
int floor_ask(const char *servicedir, char byte, char event);

/// How often this process has asked for memory so far: malloc and its like are counted in this program.
uint64_t floor_allocations(void);

/// Runs a program to its end, silently; nanoseconds, or -1 if it did not exit 0.
int64_t floor_spawn(char *const *arguments);

/// The same as another user, with that user's group and no other.
int64_t floor_spawn_as(uint32_t user, char *const *arguments);

/// Connects to a socket, sends a line, and reads the answer to its end; nanoseconds, or -1 if it is not `0`.
int64_t floor_ask_socket(const char *path, const char *line);

#endif
