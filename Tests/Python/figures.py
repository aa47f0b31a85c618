"""The figures of the package, for scripts/python-figures: figures.py DIRECTORY ROUNDS."""
from __future__ import annotations

import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hermes_s6 import Goal, ServiceDirectory

base, rounds = Path(sys.argv[1]), int(sys.argv[2])


def tool(*words: str | Path) -> None:
    """As the runtime's own manager calls s6."""
    subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def shown(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    middle, late = statistics.median(ordered), ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return f"{middle * 1e6:9.1f} us (p99 {late * 1e6:.1f})"


def compare(
    what: str, count: int, ours: Callable[[], object], theirs: Callable[[], object], before: Callable[[], object]
) -> None:
    """In turns, each from the same state."""
    mine, others = [], []
    for _ in range(count):
        before()
        mine.append(timed(ours))
        before()
        others.append(timed(theirs))
    ratio = statistics.median(others) / statistics.median(mine)
    print(f"{what:24} hermes_s6 {shown(mine)}   subprocess {shown(others)}   {ratio:.1f} times as fast")


def rate(threads: int, calls: int, work: Callable[[], object]) -> float:
    """Calls a second, from so many threads."""

    def many(_: int) -> None:
        for _ in range(calls // threads):
            work()

    with ThreadPoolExecutor(threads) as pool:
        start = time.perf_counter()
        list(pool.map(many, range(threads)))
        return calls / (time.perf_counter() - start)


def main() -> None:
    web = base / "scan" / "web"
    web.mkdir(parents=True)
    (web / "run").write_text("#!/bin/sh\nexec sleep 1000000\n")
    (web / "run").chmod(0o755)
    service = ServiceDirectory(web)
    with (base / "log").open("w") as log:
        tree = subprocess.Popen(["s6-svscan", base / "scan"], stderr=log)
    try:
        while subprocess.run(["s6-svstat", web], capture_output=True).returncode != 0:
            time.sleep(0.01)
        service.wait(Goal.UP, 20)
        measure(service, web)
    finally:
        tree.send_signal(signal.SIGTERM)
        tree.wait(20)


def measure(service: ServiceDirectory, web: Path) -> None:
    def up() -> None:
        service.start(20)

    def nothing() -> None:
        pass

    compare("status", rounds, service.status, lambda: tool("s6-svstat", "-o", "up,pid", web), nothing)
    compare("send", rounds, lambda: service.send("u"), lambda: tool("s6-svc", "-u", web), nothing)
    compare("stop until really down", rounds, lambda: service.stop(20), lambda: tool("s6-svc", "-wD", "-d", web), up)
    # Each waits its second.
    few = max(3, rounds // 10)
    compare("restart", few, lambda: service.restart(20), lambda: tool("s6-svc", "-wr", "-r", web), up)
    up()
    for threads in (1, 16):
        status, send = rate(threads, rounds * 160, service.status), rate(threads, rounds * 16, lambda: service.send("u"))
        print(f"calls a second, {threads:2} threads: status {status:8.0f}   send {send:8.0f}")
    program = [sys.executable, "-I", "-c", "{}"]
    empty, imported, dropin = [], [], []
    for _ in range(max(5, rounds // 10)):
        empty.append(timed(lambda: tool(*program[:-1], "import sys")))
        imported.append(timed(lambda: tool(*program[:-1], "import hermes_s6")))
        dropin.append(timed(lambda: tool(*program[:-1], "import hermes_s6.service_manager")))
    base_time = statistics.median(empty)
    print(
        f"import: hermes_s6 {(statistics.median(imported) - base_time) * 1e3:.1f} ms, hermes_s6.service_manager "
        f"{(statistics.median(dropin) - base_time) * 1e3:.1f} ms, beside a start of Python, {base_time * 1e3:.1f} ms"
    )


main()
