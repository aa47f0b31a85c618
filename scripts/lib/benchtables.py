"""The tables of the report: ratios first, then medians with how many values each is of."""

import benchplot
from benchaims import TITLES
from benchvalues import FEWEST_FOR_TAILS, FLOOR, GATEWAY, OURS, digits

# What they take is the memory of whoever calls them. Others are programs.
IN_PROCESS = {OURS, FLOOR, GATEWAY}


def time(value):
    return "–" if value is None else benchplot.time_text(value)


def beside(value, other, is_base):
    """How many times faster or slower it is than another."""
    if is_base or other is None:
        return ""
    return f"{digits(other / value)} × faster" if value <= other else f"{digits(value / other)} × slower"


def memory_of(values, operation, name):
    peak = values.peaks.get((operation, name, 1)) or values.peaks.get(("all", name, 1))
    if peak:
        return f"{peak / 1024:.1f} MB"
    return "the caller's" if name in IN_PROCESS else "–"


def table(values, operation, base):
    """All contenders of an operation."""
    lines = [f"| {TITLES[operation]} | beside {base} | median | p90 | p99 | values | processor | memory |",
             "|---|---|---|---|---|---|---|---|"]
    for name in values.contenders(operation):
        rank = beside(values.get(operation, name), values.get(operation, base), name == base)
        times = " | ".join(time(values.get(operation, name, 1, what)) for what in ("p50", "p90", "p99"))
        processor = time(values.get(operation, name, 1, "cpu_p50"))
        lines.append(f"| {name} | {rank} | {times} | {values.count(operation, name)} | {processor} | "
                     f"{memory_of(values, operation, name)} |")
    return "\n".join(lines)


def growth_table(values):
    """How it grows, by size."""
    keys = sorted({(done, name) for done, name, size in values.summaries if " all" in done or "reconcile" in done})
    sizes = sorted({size for done, name, size in values.summaries if (done, name) in keys})
    lines = ["| | | " + " | ".join(str(size) for size in sizes) + " | each | processor, each | growth |"]
    lines.append("|---|---|" + "---|" * (len(sizes) + 3))
    for done, name in keys:
        known = values.sizes(done, name)
        cells = " | ".join(growth_cell(values, done, name, size) for size in sizes)
        each, worked = (time(values.get(done, name, known[-1], what) / known[-1]) for what in ("p50", "cpu_p50"))
        lines.append(f"| {done} | {name} | {cells} | {each} | {worked} | {exponent(values, done, name, known)} |")
    return "\n".join(lines)


def growth_cell(values, done, name, size):
    count = values.count(done, name, size)
    return f"{time(values.get(done, name, size))} ({count})" if count else "–"


def exponent(values, done, name, known):
    """How the time of one grows from the second largest size to the largest: 1 is linear in all."""
    if len(known) < 2 or known[-2] < 10:
        return ""
    before, after = (values.get(done, name, size) / size for size in known[-2:])
    word = "linear" if after <= 1.25 * before else "worse than linear"
    return f"{word}: each {digits(after / before)} × from {known[-2]} to {known[-1]}"


def own_times(values):
    """How much longer it all takes than the services and their supervisors themselves."""
    told = {}
    for (done, name, size), own in sorted(values.services.items()):
        if name == OURS:
            told.setdefault(done, []).append(f"{digits(values.get(done, name, size) / own)} × at {size}")
    if not told:
        return ""
    ratios = "; ".join(f"{done} {', '.join(ratios)}" for done, ratios in told.items())
    return (f"Of {OURS}, what it takes in all, beside what the services and their supervisors take themselves, which is from "
            f"asking until the last stamp in a status says that it is so: {ratios}.")


def memory(values):
    """What a slot costs for as long as it is there, and hermesctl while it runs."""
    def told(contender):
        return ", ".join(f"{kib} KiB at {size}" for size, kib in values.slot_sizes(contender))

    if not told("s6-supervise"):
        return ""
    peaks = [f"{done} of {size}: {kib / 1024:.1f} MB" for (done, name, size), kib in sorted(values.peaks.items()) if size > 1]
    gateways = f" A gateway's slot, two s6-supervise and an s6-log: {told('gateway')}." if told("gateway") else ""
    return (f"A slot's s6-supervise has, of memory of its own: {told('s6-supervise')}.{gateways} hermesctl at most: "
            f"{', '.join(peaks)}.")


def bridge(values):
    done, base = "send to root's", "s6-svc as root"
    rows = values.contenders(done)
    if not rows:
        return ""
    lines = ["## One byte for a service of root's", "", f"| way | beside {base} | median | p99 | values |", "|---|---|---|---|---|"]
    for name in rows:
        rank = beside(values.get(done, name), values.get(done, base), name == base)
        times = " | ".join(time(values.get(done, name, 1, what)) for what in ("p50", "p99"))
        lines.append(f"| {name} | {rank} | {times} | {values.count(done, name)} |")
    return "\n".join([*lines, "", "Once more: `sudo scripts/perm-figures`."])


def micro(values):
    if not values.micro:
        return ""
    rows = [f"| {name} | {value} × |" for name, value in sorted(values.micro.items())]
    return "\n".join(["## Within a process, beside the same in C", "", "| operation | times C's |", "|---|---|", *rows, "",
                      f"The median of {values.micro_runs} runs, each the median of many calls in a row. C counts the names of a "
                      "scandir, ours are kept and sorted. Once more, held to Benchmarks/Thresholds: `scripts/bench-micro`."])


HOW_MANY = (f"*Values* is how many a row's median is of, the first dropped; p90 and p99 are said of {FEWEST_FOR_TAILS} at least. "
            "*Memory* is the most that a program has at once; – is where none runs, or none was looked at.")
HOW_MANY_AT_ONCE = ("Medians, each with how many values it is of in parentheses; the first was dropped, but not of gateways, nor "
                    "from 1000 services on. *Each* is a service's part at the largest size of a row; *processor* is the time of "
                    "who asks, its programs included.")
