#include "CProcessStart.h"

#include <stddef.h>

static int count;
static char **words;

// glibc hands what main is given to what runs before it too.
__attribute__((constructor)) static void keep(int argc, char **argv) {
  count = argc;
  words = argv;
}

int cps_count(void) { return count; }

const char *cps_word(int index) { return index >= 0 && index < count ? words[index] : NULL; }

// The two functions of the file in Swift's runtime that reads /proc/self/maps at every start, whether anybody asks or
// not: where they are here, a static link leaves that file out. Weak, so that the runtime's own win if it is linked
// for another reason.
char **_swift_stdlib_getUnsafeArgvArgc(int *result);
void _swift_stdlib_overrideUnsafeArgvArgc(char **argv, int argc);

__attribute__((weak)) char **_swift_stdlib_getUnsafeArgvArgc(int *result) {
  *result = count;
  return words;
}

__attribute__((weak)) void _swift_stdlib_overrideUnsafeArgvArgc(char **argv, int argc) {
  words = argv;
  count = argc;
}
