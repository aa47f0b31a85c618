"""What a run of the harness has left: summaries, which it has made with HdrHistogram, and what else it has found."""

import json

import microratios

OURS, TOOLS, FLOOR, TODAY = "S6Native, in process", "s6's tools, from C", "C, the minimum", "today, from Python"
SUPERVISOR, GATEWAY = "supervisor's supervisorctl", "a gateway, in process"
# Of fewer values, nothing is said of the slowest of ten, or of a hundred.
FEWEST_FOR_TAILS = 20


class Values:
    """All that a run has left: summaries by operation, contender and size."""

    def __init__(self, lines):
        self.run, self.missing, self.peaks, self.slots, self.summaries, self.services = {}, {}, {}, {}, {}, {}
        self.micro, self.micro_runs = {}, 0
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
                self.slots[record["contender"], record["n"]] = record["kib"]
            elif kind == "services":
                self.services[record["operation"], record["contender"], record["n"]] = record["p50"]
            elif kind == "summary":
                self.summaries[record["operation"], record["contender"], record["n"]] = record

    @classmethod
    def read(cls, directory):
        values = cls(line for file in sorted(directory.glob("*.jsonl")) for line in file.read_text().splitlines())
        runs = sorted(directory.glob("micro-*.json"))
        values.micro, values.micro_runs = microratios.of_runs(runs), len(runs)
        return values

    def get(self, operation, contender, size=1, what="p50"):
        """A value in nanoseconds; None if there is none, or if it is of too few to say it."""
        summary = self.summaries.get((operation, contender, size))
        if summary is None or (what in ("p90", "p99") and summary["count"] < FEWEST_FOR_TAILS):
            return None
        return summary[what]

    def count(self, operation, contender, size=1):
        """Of how many values the others are; 0 if there are none."""
        return self.summaries.get((operation, contender, size), {"count": 0})["count"]

    def contenders(self, operation, size=1):
        """Who has done it, the fastest first."""
        names = [name for done, name, count in self.summaries if (done, count) == (operation, size)]
        return sorted(names, key=lambda name: self.get(operation, name, size))

    def slot_sizes(self, contender):
        """The memory of a slot in KiB by how many there were, of the fewest first."""
        return sorted((size, kib) for (name, size), kib in self.slots.items() if name == contender)

    def sizes(self, operation, contender):
        return sorted(size for done, name, size in self.summaries if (done, name) == (operation, contender))


def ratio(slower, faster):
    return None if slower is None or not faster else slower / faster


def digits(value):
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"
