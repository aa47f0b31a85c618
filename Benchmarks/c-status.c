// A status as a C program prints it, with nothing that it could do without: the floor of hermesctl and s6-svstat.
#include "CFloor.h"

#include <stdio.h>

int main(int argc, char **argv) {
  int64_t pid = argc == 2 ? floor_status(argv[1]) : -1;
  if (pid < 0) return 111;
  printf("%s %lld\n", pid ? "true" : "false", pid ? (long long)pid : -1LL);
  return 0;
}
