"""Makes docs/benchmarks.md and its pictures of raw values: the summaries in them, which the harness has made with
HdrHistogram, ratios first, and losses with their reasons."""

import json

import benchplot
import microratios

OURS, TOOLS, FLOOR, TODAY = "S6Native, in process", "s6's tools, from C", "C, the minimum", "today, from Python"
SUPERVISOR, GATEWAY = "supervisor's supervisorctl", "a gateway, in process"
TITLES = {
    "status": "state of a service", "ask": "ask it to go down", "stop": "stop until really down",
    "stop again": "stop what is down already", "start": "start until up",
    "restart": "restart until another process is up", "add": "add until up", "remove": "remove until gone",
}


class Values:
    """All that a run has left: summaries by operation, contender and size."""

    def __init__(self, lines):
        self.run, self.missing, self.peaks, self.slots, self.summaries, self.micro = {}, {}, {}, {}, {}, {}
        for line in lines:
            record = json.loads(line)
            kind = record.pop("kind")
            if kind == "run":
                self.run = record
            elif kind == "missing":
                self.missing[record["contender"]] = record["reason"]
            elif kind == "peak":
                self.peaks[record["operation"], record["contender"], record.get("n", 1)] = record["kib"]
            elif kind == "slot":
                self.slots[record["n"]] = record["kib"]
            elif kind == "summary":
                self.summaries[record["operation"], record["contender"], record["n"]] = record

    @classmethod
    def read(cls, directory):
        values = cls(line for file in sorted(directory.glob("*.jsonl")) for line in file.read_text().splitlines())
        values.micro = microratios.of_runs(sorted(directory.glob("micro-*.json")))
        return values

    def get(self, operation, contender, size=1, what="p50"):
        """A value in nanoseconds, or None."""
        summary = self.summaries.get((operation, contender, size))
        return summary[what] if summary else None

    def contenders(self, operation, size=1):
        """Who has done it, the fastest first."""
        names = [name for done, name, count in self.summaries if (done, count) == (operation, size)]
        return sorted(names, key=lambda name: self.get(operation, name, size))

    def sizes(self, operation, contender):
        return sorted(size for done, name, size in self.summaries if (done, name) == (operation, contender))


def ratio(slower, faster):
    return None if slower is None or not faster else slower / faster


def digits(value):
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


class Aim:
    """What is to be reached: a ratio, and whether it has to stay below a bound or above it."""

    def __init__(self, operation, words, value, bound, below, reason=""):
        self.operation, self.words, self.value = operation, words, value
        self.bound, self.below, self.reason = bound, below, reason

    def is_met(self):
        return self.value is not None and (self.value <= self.bound if self.below else self.value >= self.bound)

    def row(self):
        unit = " µs" if "µs" in self.words else " ×"
        if self.value is None:
            return f"| {self.operation} | {self.words} | not measured | |"
        bound = f"{'≤' if self.below else '≥'} {self.bound:g}{unit}"
        verdict = f"met ({bound})" if self.is_met() else f"**missed** ({bound}): {self.reason}"
        return f"| {self.operation} | {self.words} | {digits(self.value)}{unit} | {verdict} |"


def aims(values):
    """The aims that the harness was built for, each with what is so."""
    get = values.get
    rows = []
    machine = "a supervisor's own work of 1 to 2 ms is in both, and the machine's weather with it"
    for operation, name in (("status", "status"), ("ask", "send")):
        ours = get(operation, OURS)
        beside = values.micro.get(name) or ratio(ours, get(operation, FLOOR))
        rows.append(Aim(name, "in process, times C's", beside, 1.3, True, "one call a round, with whatever is in the caches"))
        least = ratio(get(operation, TOOLS), get(operation, FLOOR))
        rows.append(Aim(name, "faster than s6's tool from C", ratio(get(operation, TOOLS), ours), 200, False,
                        f"the same calls in C, after other processes have had the caches too, are {digits(least)} ×" if least else ""))
    for operation in ("stop", "start"):
        ours = get(operation, OURS)
        rows.append(Aim(TITLES[operation], "in process, times C's", ratio(ours, get(operation, FLOOR)), 1.2, True,
                        "ours also reads the status, holds the supervisor's process, and looks again before it says so"))
        rows.append(Aim(TITLES[operation], "faster than `s6-svc -w`", ratio(get(operation, TOOLS), ours), 4, False, machine))
        rows.append(Aim(TITLES[operation], "faster than `supervisorctl`", ratio(get(operation, SUPERVISOR), ours), 20, False,
                        machine))
    rows.append(Aim(TITLES["restart"], "faster than `s6-svc -wr -r`", ratio(get("restart", TOOLS), get("restart", OURS)),
                    300, False, "a restart of ours is a stop and a start, which is what is left of the second"))
    for operation, bound in (("add", 5), ("remove", 25)):
        least = ratio(get(operation, TODAY), get(operation, FLOOR))
        reason = {
            "add": f"C's minimum, with one s6-supervise to wait for instead of two, is {digits(least)} × faster" if least else "",
            "remove": "ours waits until both supervisors have ended and every session is empty, which today's does not",
        }[operation]
        words = {"add": "register a gateway", "remove": "retire a gateway"}[operation]
        rows.append(Aim(words, "faster than today's sequence", ratio(get(operation, TODAY), get(operation, GATEWAY)),
                        bound, False, reason))
    known = values.sizes("status of all", OURS)
    big = 1000 if 1000 in known else max(known, default=0)
    if big:
        each = get("status of all", OURS, big) / big / 1000
        rows.append(Aim(f"status of {big}", "µs a slot, in process", each, 5, True,
                        f"the same calls in C take {digits((get('status of all', FLOOR, big) or 0) / big / 1000)} µs here"))
        rows.append(Aim(f"status of {big}", "faster than s6's tool from C", ratio(get("status of all", TOOLS, big),
                        get("status of all", OURS, big)), 200, False,
                        f"the same calls in C are {digits(ratio(get('status of all', TOOLS, big), get('status of all', FLOOR, big)) or 0)} ×"))
        floor = get("stop all", FLOOR, big)
        rows.append(Aim(f"stop {big}", "in process, times C's", ratio(get("stop all", OURS, big), floor), 1.5, True,
                        "the supervisors' own work on two processors is in both"))
    rows.append(Aim("`hermesctl status`", "times `s6-svstat`", ratio(get("status", "hermesctl"), get("status", TOOLS)), 2,
                    True, "it carries Swift's runtime"))
    return rows


def time(value):
    return "-" if value is None else benchplot.time_text(value)


def table(values, operation, base):
    """All contenders of an operation: ratios first."""
    lines = [f"| {TITLES[operation]} | beside {base} | median | p90 | p99 | processor | memory |", "|---|---|---|---|---|---|---|"]
    for name in values.contenders(operation):
        value, other = values.get(operation, name), values.get(operation, base)
        beside = "" if name == base else f"{digits(other / value)} × faster" if value <= other else f"{digits(value / other)} × slower"
        peak = values.peaks.get((operation, name, 1)) or values.peaks.get(("all", name, 1))
        memory = f"{peak / 1024:.1f} MB" if peak else "the caller's"
        times = " | ".join(time(values.get(operation, name, 1, what)) for what in ("p50", "p90", "p99", "cpu_p50"))
        lines.append(f"| {name} | {beside} | {times} | {memory} |")
    return "\n".join(lines)


def growth_table(values):
    """How it grows, by size."""
    keys = sorted({(done, name) for done, name, size in values.summaries if " all" in done or "reconcile" in done})
    sizes = sorted({size for done, name, size in values.summaries if (done, name) in keys})
    lines = ["| | | " + " | ".join(str(size) for size in sizes) + " | each, at most services | growth |"]
    lines.append("|---|---|" + "---|" * (len(sizes) + 2))
    for done, name in keys:
        known = values.sizes(done, name)
        cells = " | ".join(time(values.get(done, name, size)) for size in sizes)
        each = time(values.get(done, name, known[-1]) / known[-1])
        lines.append(f"| {done} | {name} | {cells} | {each} | {exponent(values, done, name, known)} |")
    return "\n".join(lines)


def exponent(values, done, name, known):
    """How the time of one grows from the second largest size to the largest: 1 is linear in all."""
    if len(known) < 2 or known[-2] < 10:
        return ""
    before, after = (values.get(done, name, size) / size for size in known[-2:])
    word = "linear" if after <= 1.25 * before else "worse than linear"
    return f"{word}: each {digits(after / before)} × from {known[-2]} to {known[-1]}"


def document(values):
    run = values.run
    kernel = ".".join(run.get("kernel", "").split(".")[:2])  # what a distribution adds says nothing here
    bases = {"restart": TOOLS, "add": TODAY, "remove": TODAY}
    parts = [
        "# Benchmarks",
        "How long control takes, what it costs and how it grows, beside whatever a user would pick instead. Written by "
        "`make bench-report` of the raw values of `make bench`; do not edit.",
        f"{run.get('date')}, {run.get('cores')} cores of an {run.get('machine')} in a virtual machine, {kernel}; s6 "
        f"{run.get('s6')}, {run.get('swift')}, {run.get('python')}, runit {run.get('runit')}, daemontools "
        f"{run.get('daemontools')}, supervisor {run.get('supervisor')}; hermesctl {int(run.get('bytes', 0)) / 1e6:.1f} MB, "
        f"{run.get('link')}. All in turns in one run of at most {run.get('rounds')} rounds, the first dropped; slow ones "
        "fewer. Ratios hold on other machines, times do not.",
        "## The aims\n\n| operation | what | is | aim |\n|---|---|---|---|\n" + "\n".join(aim.row() for aim in aims(values)),
        "Once more: `make bench bench-report`. `hermesctl status` as a process: a C program that does the least, the row *C, a "
        "process*, is the floor: what Linux takes to start and end one. The rest of ours is Swift's runtime, which looks for its "
        "backtracer at every start and makes its generic types.",
        "![Latencies, median and up to p99](benchmarks/latency.svg)",
        "## One service",
        *(table(values, operation, bases.get(operation, TOOLS)) for operation in TITLES),
        "Trees are in memory, as /run is, and so is Hermes' home here, where it costs nothing to sync a state: `scripts/gateway-figures` "
        "has that on a disk.",
        "Once more: `scripts/bench full`. *Processor* is the time of who asks, its programs included, not of the supervisor. "
        "daemontools' `svc` waits for nothing: its status file is read until it is so, which favours it; its supervisor "
        "waits a second before it starts again. `sv` looks every 0.42 s. runit and daemontools look for new services every 5 s.",
        "## Many services",
        "![Growth of status, stop and start](benchmarks/growth.svg)",
        growth_table(values),
        memory(values),
        "Once more, with sizes of your own: `scripts/bench full 1 10 100`.",
        bridge(values),
        micro(values),
        "## Not run",
        "\n".join(f"- {name}: {reason}" for name, reason in sorted(values.missing.items())) or "All that there are have run.",
        "## System calls\n\nA status is openat2, fstat, read, close; a send openat2, fstat, sigprocmask, write, sigprocmask, close: what "
        "the C floor does too, and the least that does not believe a hostile directory (fstat) or let its caller die of SIGPIPE. "
        "Instructions and system calls of each operation are counted and held to Benchmarks/Thresholds by `scripts/bench-gate`, "
        "which does not depend on how busy a machine is.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def memory(values):
    slots = ", ".join(f"{kib} KiB at {size}" for size, kib in sorted(values.slots.items()))
    peaks = [f"{done} of {size}: {kib / 1024:.1f} MB" for (done, name, size), kib in sorted(values.peaks.items()) if size > 1]
    return f"A slot's s6-supervise has, of memory of its own: {slots}. hermesctl at most: {', '.join(peaks)}." if slots else ""


def bridge(values):
    rows = values.contenders("send to root's")
    if not rows:
        return ""
    base = "s6-svc as root"
    lines = ["## One byte for a service of root's", "", f"| way | beside {base} | median | p99 |", "|---|---|---|---|"]
    for name in rows:
        value, other = values.get("send to root's", name), values.get("send to root's", base)
        beside = "" if name == base else f"{digits(other / value)} × faster" if value <= other else f"{digits(value / other)} × slower"
        lines.append(f"| {name} | {beside} | {time(value)} | {time(values.get('send to root' + chr(39) + 's', name, 1, 'p99'))} |")
    return "\n".join([*lines, "", "Once more: `sudo scripts/perm-figures`."])


def micro(values):
    if not values.micro:
        return ""
    rows = [f"| {name} | {value} × |" for name, value in sorted(values.micro.items())]
    return "\n".join(["## Within a process, beside the same system calls in C", "", "| operation | times C's |", "|---|---|", *rows,
                      "", "Medians of many calls in a row. C counts the names of a scandir, ours are kept and sorted. Once more, held to Benchmarks/Thresholds: `scripts/bench-micro`."])


def pictures(values):
    groups = []
    for operation in TITLES:
        group = [(name, values.get(operation, name), values.get(operation, name, 1, "p99")) for name in values.contenders(operation)]
        if group:
            groups.append((TITLES[operation], group))
    yield "latency.svg", benchplot.percentiles("Median, and up to the 99th percentile; logarithmic", groups)
    curves = {}
    for done in ("status of all", "stop all"):
        for name in (OURS, FLOOR, TOOLS, "hermesctl"):
            points = [(size, values.get(done, name, size)) for size in values.sizes(done, name)]
            if len(points) > 1:
                curves[f"{name.split(',')[0]}: {done.removesuffix(' all').removesuffix(' of')}"] = points
    if curves:
        yield "growth.svg", benchplot.growth("Time for all services of a tree; logarithmic", curves)
    short = [(operation, [row for row in group if row[0] in (OURS, "hermesctl", TOOLS, TODAY, SUPERVISOR)])
             for operation, group in groups if operation in (TITLES["stop"], TITLES["start"], TITLES["restart"])]
    if short:
        yield "overview.svg", benchplot.percentiles("Until it is so: median, and up to the 99th percentile", short)


def main(raw, docs):
    values = Values.read(raw)
    if not values.summaries:
        print(f"{raw}: there are no values: run make bench")
        return 1
    (docs / "benchmarks").mkdir(exist_ok=True)
    (docs / "benchmarks.md").write_text(document(values), encoding="utf-8")
    for name, picture in pictures(values):
        (docs / "benchmarks" / name).write_text(picture, encoding="utf-8")
    for aim in aims(values):
        print(("met   " if aim.is_met() else "MISSED"), aim.row())
    return 0
