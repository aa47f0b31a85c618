// What does not depend on how busy a machine is: how many instructions a program executes. perf counts them only where a
// machine lets it, and valgrind lacks system calls that are used here; every kernel can go step by step.
#define _GNU_SOURCE
#include "CFloor.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t start(char *const *arguments, char *const *environment) {
  pid_t pid = fork();
  if (pid != 0) return pid;
  int null = open("/dev/null", O_WRONLY);
  personality(ADDR_NO_RANDOMIZE);
  if (null >= 0 && dup2(null, 1) >= 0 && ptrace(PTRACE_TRACEME, 0, 0, 0) == 0) execve(arguments[0], arguments, environment);
  _exit(251);
}

// Goes through it by `request`, from its first SIGSTOP if it is `marked`, and counts how often it stops.
static int count(char *const *arguments, char *const *environment, int request, int marked, uint64_t *stops) {
  pid_t pid = start(arguments, environment);
  int status, first = 1, counting = !marked;
  *stops = 0;
  while (pid > 0 && waitpid(pid, &status, 0) == pid) {
    if (!WIFSTOPPED(status)) return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
    int signal = WSTOPSIG(status);
    if (first) ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_EXITKILL);
    if (!first && counting && signal == SIGTRAP) ++*stops;
    if (marked && signal == SIGSTOP) counting = !counting;
    int passed = signal == SIGTRAP || signal == SIGSTOP ? 0 : signal;
    if (ptrace(counting ? request : PTRACE_CONT, pid, 0, passed) < 0) return -1;
    first = 0;
  }
  return -1;
}

int floor_count(char *const *arguments, char *const *environment, int marked, uint64_t *instructions, uint64_t *calls) {
  if (count(arguments, environment, PTRACE_SINGLESTEP, marked, instructions) < 0) return -1;
  if (count(arguments, environment, PTRACE_SYSCALL, marked, calls) < 0) return -1;
  // Each stops twice, but for the exit, which does not return. The second mark is a call too.
  *calls = marked ? *calls / 2 - 1 : (*calls + 1) / 2;
  return 0;
}
