// Counts how often a program asks for memory.
#ifndef C_ALLOCATIONS_H
#define C_ALLOCATIONS_H

#include <stdint.h>

/// How often this process has asked for memory so far: malloc and its like are counted in this program.
uint64_t floor_allocations(void);

#endif
