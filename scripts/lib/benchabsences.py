"""What was not run, and why."""

import re

import benchplot
from benchaims import TITLES
from benchvalues import FLOOR, GATEWAY, SUPERVISOR

# Why a contender does not have an operation on one service that others have.
REASONS = {
    (FLOOR, "stop again"): "it waits for an event, and what is down already sends none",
    (GATEWAY, "ask"): "a gateway's verbs wait until it is so",
    ("hermesctl gateway", "ask"): "a gateway's verbs wait until it is so",
    (SUPERVISOR, "ask"): "supervisorctl stop waits until it is so",
}
# What a round of a gateway's table is made of.
ROUND = ("start all gateways", "restart all gateways", "stop all gateways")


def absences(values):
    """Lines of what was not run; what differs in how many services it was for alone is one."""
    sizes = {}
    for what, reason in values.missing.items():
        name, size = re.fullmatch(r"(.*?)(?: of (\d+))?", what).groups()
        sizes.setdefault((name, reason), []).append(size)
    lines = []
    for (name, reason), found in sizes.items():
        counts = ", ".join(sorted((size for size in found if size), key=int))
        lines.append(f"- {name}{' of ' + counts if counts else ''}: {reason}{estimate(values, name, counts)}")
    for (name, operation), reason in REASONS.items():
        is_there = any(contender == name for _, contender, size in values.summaries if size == 1)
        if is_there and values.get(operation, name) is None:
            lines.append(f"- {name}, {TITLES[operation]}: {reason}")
    if values.get("status", "C, a process") is not None:
        lines.append(f"- C, a process, all but {TITLES['status']}: it is there to show what a process costs")
    if not values.contenders("send to root's") and not any("root's" in name for name in values.missing):
        lines.append("- One byte for a service of root's: these raw values have none of it")
    return "\n".join(sorted(lines))


def estimate(values, name, counts):
    """What so many gateways would take, by what the most that were run have taken."""
    slots = values.slot_sizes("gateway")
    if name != "gateways" or not slots or not counts.isdigit():
        return ""
    size, kib = slots[-1]
    times = [values.get(done, "hermesctl", size) for done in ROUND]
    if None in times:
        return ""
    scale = int(counts) / size
    return (f"; by what {size} take, {kib * int(counts) / 1024**2:.1f} GB for supervisors and loggers, and at least "
            f"{benchplot.time_text(sum(times) * scale)} for a round")
