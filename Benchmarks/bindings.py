"""The library from Python, through ctypes: reads a verb and a servicedir from a line, does it, and prints how many
nanoseconds that took, and how many of them the processor worked for it. As upstream.py, which it is compared with.

    bindings.py LIBRARY TEMPLATE
"""

import ctypes
import os
import resource
import sys
import time

library = ctypes.CDLL(sys.argv[1])
template = os.fsencode(sys.argv[2])


class Terms(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_uint32), ("cancel_fd", ctypes.c_int32), ("timeout_ms", ctypes.c_int64),
        ("kill_after_ms", ctypes.c_int64),
    ]


class Status(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("rest", ctypes.c_uint8 * 52)]


terms = Terms(ctypes.sizeof(Terms), -1, 30_000, -1)
status = Status(ctypes.sizeof(Status))


def split(path):
    scandir, _, name = path.rpartition(b"/")
    return scandir, name


def add(path):
    scandir, name = split(path)
    result = library.s6n_publish(scandir, name, template, ctypes.byref(terms), None)
    return result or library.s6n_start(path, ctypes.byref(terms), None, None)


VERBS = {
    "status": lambda path: library.s6n_status_of(path, ctypes.byref(status), None),
    "ask": lambda path: library.s6n_send(path, b"d", None),
    "stop": lambda path: library.s6n_stop(path, ctypes.byref(terms), None, None),
    "settle": lambda path: library.s6n_stop(path, ctypes.byref(terms), None, None),
    "start": lambda path: library.s6n_start(path, ctypes.byref(terms), None, None),
    "restart": lambda path: library.s6n_restart(path, ctypes.byref(terms), None, None),
    "add": add,
    "remove": lambda path: library.s6n_retire(*split(path), ctypes.byref(terms), None),
}
for line in sys.stdin:
    verb, *paths = line.split()
    if verb == "peak":
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0, flush=True)
        continue
    do, path = VERBS[verb], os.fsencode(paths[0])
    worked, begin = time.process_time_ns(), time.perf_counter_ns()
    result = do(path)
    wall, worked = time.perf_counter_ns() - begin, time.process_time_ns() - worked
    if result < 0:
        sys.exit(f"{verb}: {os.strerror(-result)}")
    print(wall, worked, flush=True)
