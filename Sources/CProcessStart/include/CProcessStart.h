// The words that this process was started with. Swift's own CommandLine reads all of /proc/self/maps to find them, a
// fifteenth of the time that hermesctl takes.
#ifndef C_PROCESS_START_H
#define C_PROCESS_START_H

/// How many there are, the program's own name included.
int cps_count(void);

/// One of them; NULL past the last.
const char *cps_word(int index);

#endif
