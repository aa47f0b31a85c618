"""What the report computes of raw values."""

import json
import sys
import unittest
import xml.etree.ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import benchabsences  # noqa: E402
import benchplot  # noqa: E402
import benchreport  # noqa: E402
import benchtables  # noqa: E402
import microratios  # noqa: E402


def line(kind, **members):
    return json.dumps({"kind": kind, **members})


def summary(operation, contender, p50, size=1, count=9):
    times = {name: p50 for name in ("min", "p50", "p90", "p99", "p999", "max")}
    return line("summary", operation=operation, contender=contender, n=size, count=count, **times, cpu_p50=p50 // 2)


def missing(contender, reason):
    return line("missing", contender=contender, reason=reason)


class TableTests(unittest.TestCase):
    """What the tables say of how sure they are."""

    def test_of_few_values_the_tail_is_not_told(self):
        values = benchreport.Values([summary("stop", "few", 1_000_000, count=19), summary("stop", "many", 2_000_000, count=20)])
        text = benchtables.table(values, "stop", "many")
        self.assertIn("| few | 2.00 × faster | 1 ms | – | – | 19 | 500 µs |", text)
        self.assertIn("| many |  | 2 ms | 2 ms | 2 ms | 20 | 1 ms |", text)
        self.assertEqual(benchreport.tail(values, "stop", "few"), 1_000_000)

    def test_only_what_is_in_process_takes_the_callers_memory(self):
        values = benchreport.Values([
            summary("ask", benchreport.OURS, 1000), summary("ask", "runit's sv", 2000), summary("ask", "hermesctl", 3000),
            line("peak", operation="ask", contender="hermesctl", kib=2048),
        ])
        self.assertEqual(benchtables.memory_of(values, "ask", benchreport.OURS), "the caller's")
        self.assertEqual(benchtables.memory_of(values, "ask", "runit's sv"), "–")
        self.assertEqual(benchtables.memory_of(values, "ask", "hermesctl"), "2.0 MB")

    def test_growth_tells_how_many_values_and_what_the_processor_did(self):
        values = benchreport.Values([summary("stop all", benchreport.OURS, 1_000_000, 10, count=5),
                                     summary("stop all", "hermesctl", 4_000_000, 1, count=2)])
        text = benchtables.growth_table(values)
        self.assertIn(f"| stop all | {benchreport.OURS} | – | 1 ms (5) | 100 µs | 50 µs |", text)
        self.assertIn("| stop all | hermesctl | 4 ms (2) | – | 4 ms | 2 ms |", text)

    def test_a_gateways_slot_is_told_beside_a_plain_one(self):
        plain, gateway = line("slot", contender="s6-supervise", n=10, kib=188), line("slot", contender="gateway", n=10, kib=421)
        self.assertIn("188 KiB at 10. A gateway's slot, two s6-supervise and an s6-log: 421 KiB at 10.",
                      benchtables.memory(benchreport.Values([plain, gateway])))
        self.assertNotIn("gateway", benchtables.memory(benchreport.Values([plain])))


class AbsenceTests(unittest.TestCase):
    """What was not run is told once, with its reason."""

    def told(self, *lines):
        return benchabsences.absences(benchreport.Values(lines))

    def test_what_differs_in_size_alone_is_one_line(self):
        text = self.told(missing("sv, all of 5000", "too many"), missing("sv, all of 1000", "too many"), missing("dinit", "no package"))
        self.assertIn("- sv, all of 1000, 5000: too many", text)
        self.assertIn("- dinit: no package", text)

    def test_an_operation_that_a_contender_does_not_have_is_told(self):
        self.assertIn("- C, the minimum, stop what is down already: it waits", self.told(summary("stop", benchreport.FLOOR, 1000)))
        self.assertIn("- C, a process, all but state of a service: ", self.told(summary("status", "C, a process", 1000)))

    def test_a_section_that_is_not_there_is_told(self):
        self.assertIn("root's: these raw values have none of it", self.told())
        text = self.told(missing("One byte for a service of root's (helper, broker, sudo)", "run it as root"))
        self.assertIn("sudo): run it as root", text)
        self.assertNotIn("have none of it", text)
        self.assertEqual(self.told(summary("send to root's", "helper", 1000)), "")

    def test_what_many_gateways_would_take_is_by_what_fewer_have_taken(self):
        rounds = [summary(done, "hermesctl", 2_000_000_000, 1000) for done in benchabsences.ROUND]
        text = self.told(missing("gateways of 5000", "too many"), line("slot", contender="gateway", n=1000, kib=420), *rounds)
        self.assertIn("- gateways of 5000: too many; by what 1000 take, 2.0 GB for supervisors and loggers, and at least 30 s", text)


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

    def test_stopping_all_is_beside_what_the_services_take_themselves(self):
        words = "in process, times the slowest service's own time"
        self.assertIn("| not in these raw values", self.aim("stop 100", words).row())
        stop = summary("stop all", benchreport.OURS, 300_000, 100)
        own = line("services", operation="stop all", contender=benchreport.OURS, n=100, count=5, p50=250_000)
        self.values = benchreport.Values([summary("status of all", benchreport.OURS, 900_000, 100), stop, own])
        self.assertTrue(self.aim("stop 100", words).is_met())
        self.assertEqual(self.aim("stop 100", words).value, 1.2)
        self.assertIn("says that it is so: stop all 1.20 × at 100.", benchreport.document(self.values))

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
