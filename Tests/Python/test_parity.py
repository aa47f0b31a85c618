"""Random operations, by s6's tools and by ours: each says of the other's what it says of its own."""
from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Tree, s6
from hermes_s6 import ServiceDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SOON = 20
FIELDS = "up,wantedup,ready,paused,pid,exitcode,signum"


@pytest.fixture(scope="module")
def service() -> Iterator[Path]:
    base = Path(tempfile.mkdtemp())
    tree = Tree(base)
    directory = tree.add("web", 'trap "exit 7" HUP; echo >&3; while :; do sleep 1000 & wait $!; done', ready=True)
    tree.start()
    yield directory
    tree.end()
    shutil.rmtree(base)


def ours(service: Path) -> list[str]:
    status = ServiceDirectory(service).status()
    words = [str(flag).lower() for flag in (status.up, status.wanted_up, status.ready, status.paused)]
    missing = -1
    number = status.pid if status.up and status.pid is not None else missing
    exit_code = missing if status.exit_code is None or status.up else status.exit_code
    killed = missing if status.signal is None or status.up else status.signal
    deaths = len(ServiceDirectory(service).death_tally())
    return [*words, str(number), str(exit_code), str(killed), str(deaths)]


def theirs(service: Path) -> list[str]:
    deaths = len(s6("s6-svdt", service).splitlines())
    return [*s6("s6-svstat", "-o", FIELDS, service).split(), str(deaths)]


def same(service: Path) -> None:
    """Both say the same, of one moment."""
    for _ in itertools.count():
        before, said, after = ours(service), theirs(service), ours(service)
        if before == after:
            assert before == said
            return


def by_s6(service: Path, verb: str) -> None:
    match verb:
        case "start":
            s6("s6-svc", "-wU", "-T", "20000", "-u", service)
        case "stop":
            s6("s6-svc", "-wD", "-T", "20000", "-d", service)
        case "restart":
            s6("s6-svc", "-wD", "-T", "20000", "-d", service)
            s6("s6-svc", "-wU", "-T", "20000", "-u", service)
        case _:
            s6("s6-svc", f"-{verb}", service)


def by_us(service: Path, verb: str) -> None:
    directory = ServiceDirectory(service)
    if verb in ("start", "stop", "restart"):
        assert getattr(directory, verb)(SOON).up == (verb != "stop")
    else:
        directory.send(verb)


operations = st.lists(
    st.tuples(st.sampled_from([by_s6, by_us]), st.sampled_from(["start", "stop", "restart", "p", "c", "h", "o"])),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(operations)
def test_what_one_does_the_other_sees(service: Path, steps: list[tuple[object, str]]) -> None:
    for how, verb in steps:
        # What is paused does not end by a signal that it cannot see: continue it first.
        if verb in ("start", "stop", "restart"):
            s6("s6-svc", "-c", service)
        how(service, verb)  # type: ignore[operator]
        same(service)
