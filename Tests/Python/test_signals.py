"""Handlers of signals, and what they raise, come through every call: none is lost in what the library calls back."""
from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import pytest
from conftest import Hermes, until
from hermes_s6 import Gateways, ScanDirectory, ServiceDirectory
from hermes_s6 import dispatch as runtime
from hermes_s6.service_manager import S6ServiceManager

SOON = 20


class Told(Exception):
    """What the handler raises."""


@pytest.fixture
def handler() -> Iterator[None]:
    def tell(_number: int, _frame: FrameType | None) -> None:
        raise Told

    before = signal.signal(signal.SIGUSR1, tell)
    yield
    signal.signal(signal.SIGUSR1, before)


def during(call: Callable[[], object]) -> None:
    """Calls, and is told in the middle of it."""
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1))
    timer.start()
    with pytest.raises(Told):
        call()
    timer.join()


def deaf(hermes: Hermes) -> Gateways:
    """A gateway that ends only when it is killed."""
    (hermes.profile("work") / "stand-in").write_text("deaf\n")
    S6ServiceManager().register_profile_gateway("work")
    state = hermes.of("work") / "gateway_state.json"
    until(lambda: state.exists() and '"running"' in state.read_text())
    return Gateways(home=hermes.home, scandir=hermes.tree.scandir, restart_interval=0)


def test_what_a_handler_raises_comes_through_a_verb(hermes: Hermes, handler: None) -> None:
    gateways = deaf(hermes)
    during(lambda: gateways.stop(["work"], timeout=SOON, kill_after=1))
    assert gateways.stop(["work"], timeout=SOON)[0].error is None


def test_what_a_handler_raises_comes_through_the_runtimes_verbs(hermes: Hermes, handler: None) -> None:
    deaf(hermes)
    killer = threading.Timer(1, lambda: ServiceDirectory(hermes.tree.scandir / "gateway-work").send("k"))
    killer.start()
    during(lambda: runtime.dispatch("stop", "work"))
    killer.join()


def test_what_a_handler_raises_comes_through_a_list(hermes: Hermes, handler: None) -> None:
    for index in range(100):
        (hermes.tree.scandir / f"slot-{index}").mkdir()
    scandir = ScanDirectory(hermes.tree.scandir)

    def list_for_ever() -> None:
        while len(scandir.list()) == 100:
            pass

    during(list_for_ever)
