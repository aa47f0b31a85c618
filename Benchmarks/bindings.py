"""The library from Python, as a user has it, by the wheel: reads a verb and a servicedir from a line, does it, and
prints how many nanoseconds that took, and how many of them the processor worked for it. As upstream.py, which it is
compared with. With a count behind it the directory is a scandir, and it is done to its services s0, s1 and so on.

    bindings.py WHEEL TEMPLATE      WHEEL is what was unpacked of it
"""

import os
import sys
import time

sys.path.insert(0, sys.argv[1])
from hermes_s6 import Goal, ScanDirectory, ServiceDirectory, wait_all  # noqa: E402

TEMPLATE = sys.argv[2]
SOON, LATE = 30.0, 300.0


def add(service):
    scandir, name = os.path.split(service.path)
    ScanDirectory(scandir).publish(name, TEMPLATE, SOON).wait(Goal.UP, SOON)


def remove(service):
    scandir, name = os.path.split(service.path)
    ScanDirectory(scandir).retire(name, SOON)


def ask_all(services, command, goal):
    for service in services:
        service.send(command)
    wait_all(services, goal, LATE)


def peak():
    """In KiB; what getrusage says includes the memory of whoever has started this."""
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:"))


ONE = {
    "status": ServiceDirectory.status,
    "ask": lambda service: service.send("d"),
    "stop": lambda service: service.stop(SOON),
    "settle": lambda service: service.stop(SOON),
    "start": lambda service: service.start(SOON),
    "restart": lambda service: service.restart(SOON),
    "add": add,
    "remove": remove,
}
ALL = {
    "status": lambda services: [service.status() for service in services],
    "wait": lambda services: wait_all(services, Goal.UP, LATE),
    "stop": lambda services: ask_all(services, "d", Goal.FINISHED),
    "start": lambda services: ask_all(services, "u", Goal.UP),
}
for line in sys.stdin:
    verb, *operands = line.split()
    if verb == "peak":
        print(peak(), 0, flush=True)
        continue
    if len(operands) == 2:
        do, what = ALL[verb], [ServiceDirectory(f"{operands[0]}/s{index}") for index in range(int(operands[1]))]
    else:
        do, what = ONE[verb], ServiceDirectory(operands[0])
    worked, begin = time.process_time_ns(), time.perf_counter_ns()
    do(what)
    wall, worked = time.perf_counter_ns() - begin, time.process_time_ns() - worked
    print(wall, worked, flush=True)
