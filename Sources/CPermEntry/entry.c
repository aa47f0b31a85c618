// Where the kernel enters a program that has no C library, and how it leaves. Not part of the package's own builds,
// whose programs have a C library: scripts/build-perm compiles it.
#include "CPermEntry.h"
#include "raw.h"

static char **arguments;
static int count;

__attribute__((used)) static _Noreturn void start(long *stack) {
  count = (int)stack[0];
  arguments = (char **)(stack + 1);
  perm_exit(perm_main(count));
}

#if defined(__x86_64__)
__asm__(".globl _start\n_start:\n xor %ebp, %ebp\n mov %rsp, %rdi\n and $-16, %rsp\n call start\n ud2\n");
#else
__asm__(".globl _start\n_start:\n mov x29, #0\n mov x30, #0\n mov x0, sp\n bl start\n brk #1\n");
#endif

int perm_argument(int number, uint8_t *bytes, size_t size) {
  if (number < 0 || number >= count) return -EINVAL;
  const char *argument = arguments[number];
  for (size_t n = 0; n <= size; n++) {
    if (argument[n] == 0) return (int)n;
    if (n < size) bytes[n] = (uint8_t)argument[n];
  }
  return -E2BIG;
}

// The compiler may write calls of these for what it copies, whatever it is told.
void *memcpy(void *restrict to, const void *restrict from, size_t n) {
  for (size_t i = 0; i < n; i++) ((volatile char *)to)[i] = ((const char *)from)[i];
  return to;
}

void *memset(void *to, int byte, size_t n) {
  for (size_t i = 0; i < n; i++) ((volatile char *)to)[i] = (char)byte;
  return to;
}

void *memmove(void *to, const void *from, size_t n) {
  if ((uintptr_t)to <= (uintptr_t)from) return memcpy(to, from, n);
  while (n-- > 0) ((volatile char *)to)[n] = ((const char *)from)[n];
  return to;
}
