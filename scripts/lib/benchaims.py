"""What is to be reached, and what is so."""

from benchvalues import FLOOR, GATEWAY, OURS, SUPERVISOR, TODAY, TOOLS, digits, ratio

TITLES = {
    "status": "state of a service", "ask": "ask it to go down", "stop": "stop until really down",
    "stop again": "stop what is down already", "start": "start until up",
    "restart": "restart until another process is up", "add": "add until up", "remove": "remove until gone",
}


class Aim:
    """What is to be reached: a ratio, and whether it has to stay below a bound or above it."""

    def __init__(self, operation, words, value, bound, below, reason="", absence="not measured"):
        self.operation, self.words, self.value = operation, words, value
        self.bound, self.below, self.reason, self.absence = bound, below, reason, absence

    def is_met(self):
        return self.value is not None and (self.value <= self.bound if self.below else self.value >= self.bound)

    def row(self):
        unit = " µs" if "µs" in self.words else " ×"
        if self.value is None:
            return f"| {self.operation} | {self.words} | {self.absence} | |"
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
    rows += aims_of_many(values)
    rows.append(Aim("`hermesctl status`", "times `s6-svstat`", ratio(get("status", "hermesctl"), get("status", TOOLS)), 2,
                    True, "it carries Swift's runtime"))
    return rows


def aims_of_many(values):
    """Those for a thousand services, or for as many as there were."""
    get = values.get
    known = values.sizes("status of all", OURS)
    big = 1000 if 1000 in known else max(known, default=0)
    if not big:
        return []
    tools, floor = get("status of all", TOOLS, big), get("status of all", FLOOR, big)
    ours, stop = get("status of all", OURS, big), get("stop all", OURS, big)
    own = values.services.get(("stop all", OURS, big))
    return [
        Aim(f"status of {big}", "µs a slot, in process", ours / big / 1000, 5, True,
            f"the same calls in C take {digits((floor or 0) / big / 1000)} µs here"),
        Aim(f"status of {big}", "faster than s6's tool from C", ratio(tools, ours), 200, False,
            f"the same calls in C are {digits(ratio(tools, floor) or 0)} ×"),
        Aim(f"stop {big}", "in process, times the slowest service's own time", ratio(stop, own), 1.5, True,
            "what is not the services' and their supervisors' own is ours",
            "not in these raw values, which are of a run that did not look at it"),
        Aim(f"stop {big}", "in process, times C's", ratio(stop, get("stop all", FLOOR, big)), 1.5, True,
            "the supervisors' own work on two processors is in both"),
    ]
