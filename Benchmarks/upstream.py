"""What the Hermes runtime does to a gateway's slot today, with s6's tools, a process each.

It stays up as the runtime does, so that an interpreter's start is not counted. It reads a verb and the names of
profiles from a line, does it to all of them, waits until that is so by the fastest that the tools allow, and prints
how many nanoseconds that took, and how many of them the processor worked for it and for what it spawned.
"""

import json
import os
import resource
import shlex
import shutil
import subprocess
import sys
import time

HOME = os.environ["HERMES_HOME"]
SCANDIR = os.environ["HERMES_SCANDIR"]


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, timeout=30)


def slot(profile):
    return f"{SCANDIR}/gateway-{profile}"


def home(profile):
    return f"{HOME}/profiles/{profile}"


def write(path, text, mode=0o644):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)


def desire(profile, state):
    """Writes what is to be after the next boot."""
    path = f"{home(profile)}/gateway_state.json"
    try:
        with open(path, encoding="utf-8-sig") as file:
            record = json.load(file)
    except (OSError, ValueError):
        record = {}
    record.update(desired_state=state, updated_at=int(time.time()))
    write(path + ".tmp", json.dumps(record, separators=(",", ":")) + "\n")
    os.replace(path + ".tmp", path)


def skeleton(directory):
    """Makes what s6-supervise would make, ahead of it."""
    for name, mode in (("event", 0o3730), ("supervise", 0o755), ("supervise/event", 0o3730)):
        os.mkdir(f"{directory}/{name}")
        os.chmod(f"{directory}/{name}", mode)
    os.mkfifo(f"{directory}/supervise/control")
    os.chmod(f"{directory}/supervise/control", 0o660)


def register(profile):
    staged = f"{SCANDIR}/.gateway-{profile}.tmp"
    shutil.rmtree(staged, ignore_errors=True)
    os.makedirs(f"{staged}/log")
    write(f"{staged}/type", "longrun\n")
    gateway = f"hermes -p {shlex.quote(profile)} gateway run --replace"
    write(f"{staged}/run", f'#!/bin/sh\nset -e\ncd "$HERMES_HOME"\nexec {gateway}\n', 0o755)
    write(f"{staged}/finish", '#!/bin/sh\ncase "$1" in 0|78) exit 125 ;; esac\nexit 0\n', 0o755)
    logs = f'"$HERMES_HOME"/logs/gateways/{shlex.quote(profile)}'
    logger = f"#!/bin/sh\nmkdir -p {logs}\nrm -f {logs}/lock\nexec s6-log 1 n10 s1000000 T {logs}\n"
    write(f"{staged}/log/run", logger, 0o755)
    skeleton(staged)
    skeleton(f"{staged}/log")
    os.rename(staged, slot(profile))
    run("s6-svscanctl", "-a", SCANDIR)


def start(profile):
    run("s6-svc", "-u", slot(profile))
    desire(profile, "running")


def pid(profile):
    text = run("s6-svstat", "-o", "pid", slot(profile)).stdout.strip()
    return int(text) if text.lstrip("-").isdigit() else -1


def stop(profile):
    target = pid(profile)
    if target > 0:
        with open(f"/proc/{target}/stat", encoding="ascii", errors="replace") as file:
            since = int(file.read().rsplit(")", 1)[1].split()[19])
        marker = {"target_pid": target, "target_start_time": since, "stopper_pid": os.getpid(), "written_at": ""}
        write(f"{home(profile)}/.gateway-planned-stop.json", json.dumps(marker))
    run("s6-svc", "-d", slot(profile))
    desire(profile, "stopped")


def restart(profile):
    run("s6-svc", "-t", slot(profile))
    desire(profile, "running")


def retire(profile):
    run("s6-svc", "-d", slot(profile))
    run("s6-svwait", "-D", "-t", "10000", slot(profile))
    run("s6-svscanctl", "-an", SCANDIR)
    time.sleep(0.2)
    shutil.rmtree(slot(profile), ignore_errors=True)


def is_running(profile):
    return run("s6-svstat", "-o", "up", slot(profile)).stdout.strip() == "true"


def until(condition):
    while not condition():
        pass


def processor():
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(int((usage.ru_utime + usage.ru_stime) * 1e9) for usage in both)


def peak():
    """In KiB; what getrusage says includes the memory of whoever has started this."""
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:"))


def do(verb, profiles):
    if verb == "peak":
        return peak(), 0
    if verb == "settle":
        for profile in profiles:
            run("s6-svwait", "-D", "-t", "10000", slot(profile))
        return 0, 0
    if verb == "restart":
        before = {profile: pid(profile) for profile in profiles}
    worked = processor()
    begin = time.perf_counter_ns()
    for profile in profiles:
        VERBS[verb](profile)
    for profile in profiles:
        if verb in ("register", "start"):
            until(lambda: is_running(profile))
        elif verb == "stop":
            run("s6-svwait", "-D", "-t", "10000", slot(profile))
        elif verb == "restart":
            until(lambda: pid(profile) not in (-1, before[profile]))
    return time.perf_counter_ns() - begin, processor() - worked


VERBS = {
    "register": register, "start": start, "stop": stop, "ask": stop, "restart": restart, "retire": retire,
    "status": is_running,
}
for line in sys.stdin:
    words = line.split()
    print(*do(words[0], words[1:]), flush=True)
