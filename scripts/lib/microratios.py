#!/usr/bin/env python3
"""Divides each operation's median by that of the same in C, and takes the median of several runs:
microratios.py THRESHOLDS [write] RESULTS..."""

import json
import statistics
import sys
from pathlib import Path


def medians(results):
    """How often a second each can be done, by benchmark."""
    return {
        result["benchmark"].split(".")[-1].replace("_", " "): float(result["primaryMetric"]["scorePercentiles"]["50.0"]) for result in results
    }


def ratios(found):
    """How much longer each takes than its floor."""
    return {name: found[name + ", in C"] / value for name, value in found.items() if value and name + ", in C" in found}


def of_runs(files):
    """The same, by several runs: what slows the machine for a second slows one of two that are compared."""
    runs = [ratios(medians(json.loads(Path(file).read_text()))) for file in files]
    names = {name for run in runs for name in run}
    return {name: round(statistics.median(run[name] for run in runs if name in run), 2) for name in names}


def main(thresholds, *words):
    writes = words[:1] == ("write",)
    measured = of_runs(words[writes:])
    path = Path(thresholds)
    if writes:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({name: round(value * 1.25, 2) for name, value in sorted(measured.items())}, indent=2) + "\n")
    committed = json.loads(path.read_text()) if path.exists() else {}
    failed = not measured
    for name, value in sorted(measured.items()):
        limit = committed.get(name)
        verdict = "nothing is committed of it" if limit is None else f"at most {limit}"
        failed |= limit is not None and value > limit
        print(f"{name}: {value} times the same in C ({verdict})" + (": TOO SLOW" if limit and value > limit else ""))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
