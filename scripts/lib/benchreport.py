"""Makes docs/benchmarks.md and its pictures of raw values: the summaries in them, which the harness has made with
HdrHistogram, ratios first, and losses with their reasons."""

import benchplot
from benchabsences import absences
from benchaims import TITLES, aims
from benchtables import HOW_MANY, HOW_MANY_AT_ONCE, bridge, growth_table, memory, micro, own_times, table
from benchvalues import FLOOR, OURS, SUPERVISOR, TODAY, TOOLS, Values


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
        HOW_MANY,
        "Once more: `scripts/bench full`. *Processor* is the time of who asks, its programs included, not of the supervisor. "
        "daemontools' `svc` waits for nothing: its status file is read until it is so, which favours it; its supervisor "
        "waits a second before it starts again. `sv` looks every 0.42 s. runit and daemontools look for new services every 5 s.",
        "## Many services",
        "![Growth of status, stop and start](benchmarks/growth.svg)",
        HOW_MANY_AT_ONCE,
        growth_table(values),
        own_times(values),
        memory(values),
        "Once more, with sizes of your own: `scripts/bench full 1 10 100`.",
        bridge(values),
        micro(values),
        "## Not run",
        absences(values) or "All that there are have run.",
        "## System calls\n\nA status is openat2, fstat, read, close; a send openat2, fstat, sigprocmask, write, sigprocmask, close: what "
        "the C floor does too, and the least that does not believe a hostile directory (fstat) or let its caller die of SIGPIPE. "
        "Instructions and system calls of each operation are counted and held to Benchmarks/Thresholds by `scripts/bench-gate`, "
        "which does not depend on how busy a machine is.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def pictures(values):
    groups = []
    for operation in TITLES:
        group = [(name, values.get(operation, name), tail(values, operation, name)) for name in values.contenders(operation)]
        if group:
            groups.append((TITLES[operation], group))
    yield "latency.svg", benchplot.percentiles("Median, and of 20 values or more up to the 99th percentile; logarithmic", groups)
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
        yield "overview.svg", benchplot.percentiles("Until it is so: median, and of 20 values or more up to the 99th percentile", short)


def tail(values, operation, name):
    """As far as a line is drawn: to the 99th percentile, or nowhere where there are too few values to say it."""
    return values.get(operation, name, 1, "p99") or values.get(operation, name)


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
