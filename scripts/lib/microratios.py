#!/usr/bin/env python3
"""Divides each operation's median by that of the same in C: microratios.py RESULTS THRESHOLDS [write]."""

import json
import sys
from pathlib import Path


def medians(results):
    """How often a second each can be done, by benchmark."""
    return {
        result["benchmark"].split(".")[-1].replace("_", " "): float(result["primaryMetric"]["scorePercentiles"]["50.0"]) for result in results
    }


def ratios(found):
    """How much longer each takes than its floor."""
    return {name: round(found[name + ", in C"] / value, 2) for name, value in found.items() if value and name + ", in C" in found}


def main(results, thresholds, *words):
    measured = ratios(medians(json.loads(Path(results).read_text())))
    path = Path(thresholds)
    if "write" in words:
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
