"""What the report computes of raw values."""

import json
import sys
import unittest
import xml.etree.ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import benchplot  # noqa: E402
import benchreport  # noqa: E402
import microratios  # noqa: E402


def summary(operation, contender, p50, size=1):
    times = {name: p50 for name in ("min", "p50", "p90", "p99", "p999", "max", "cpu_p50")}
    return json.dumps({"kind": "summary", "operation": operation, "contender": contender, "n": size, "count": 9, **times})


class ReportTests(unittest.TestCase):
    def setUp(self):
        self.values = benchreport.Values([
            json.dumps({"kind": "run", "date": "2026-11-21", "bytes": "9000000"}),
            json.dumps({"kind": "missing", "contender": "dinit", "reason": "no package"}),
            summary("stop", benchreport.OURS, 1_000_000), summary("stop", benchreport.TOOLS, 5_000_000),
            summary("stop", benchreport.FLOOR, 500_000), summary("stop", benchreport.SUPERVISOR, 300_000_000),
            summary("status of all", benchreport.OURS, 40_000, 10), summary("status of all", benchreport.OURS, 900_000, 100),
        ])

    def aim(self, operation, words):
        return next(aim for aim in benchreport.aims(self.values) if aim.operation == operation and aim.words == words)

    def test_an_aim_that_is_met_and_one_that_is_missed(self):
        met = self.aim("stop until really down", "faster than `s6-svc -w`")
        missed = self.aim("stop until really down", "in process, times C's")
        self.assertTrue(met.is_met() and met.value == 5)
        self.assertFalse(missed.is_met())
        self.assertIn("**missed** (≤ 1.2 ×): ", missed.row())

    def test_what_was_not_measured_is_not_met(self):
        self.assertIn("not measured", self.aim("send", "in process, times C's").row())

    def test_losses_and_absences_are_said(self):
        text = benchreport.document(self.values)
        self.assertIn("- dinit: no package", text)
        self.assertIn("60 × slower", text)
        self.assertIn("worse than linear: each 2.25 × from 10 to 100", text)

    def test_pictures_are_well_formed_and_know_both_schemes(self):
        for _, picture in benchreport.pictures(self.values):
            xml.etree.ElementTree.fromstring(picture)
            self.assertIn("prefers-color-scheme: dark", picture)

    def test_times_are_as_people_read_them(self):
        self.assertEqual(benchplot.time_text(850), "850 ns")
        self.assertEqual(benchplot.time_text(1_950_000), "1.9 ms")
        self.assertEqual(benchplot.time_text(2_000_000_000), "2 s")

    def test_ratios_are_of_throughputs(self):
        results = [
            {"benchmark": "package.benchmark.Control.send", "primaryMetric": {"scorePercentiles": {"50.0": 80}}},
            {"benchmark": "package.benchmark.Control.send,_in_C", "primaryMetric": {"scorePercentiles": {"50.0": 100}}},
        ]
        self.assertEqual(microratios.ratios(microratios.medians(results)), {"send": 1.25})


if __name__ == "__main__":
    unittest.main()
