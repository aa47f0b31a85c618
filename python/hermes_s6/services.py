"""Services: what is known of one, and what it can be told."""
from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from . import _library
from ._library import AnyPath, HasFileno, Status, call, library, path_bytes, terms
from .subscriptions import Subscription

_STATUS_SIZE = ctypes.sizeof(Status)
_UNKNOWN = 2


class ServiceStatus(NamedTuple):
    """What a supervisor last wrote. Of what is not, or is not known, the number is None."""

    flags: int
    pid: int | None  # of ./run, or of ./finish while `finishing`
    pgid: int | None
    exit_code: int | None  # of the last ./run
    signal: int | None  # that killed the last ./run
    changed_ns: int  # Unix time when it last went up or down
    ready_ns: int | None  # since when it is ready

    @property
    def up(self) -> bool:
        """./run is running."""
        return self.flags & 1 != 0

    @property
    def ready(self) -> bool:
        """And has said that it is ready."""
        return self.flags & 2 != 0

    @property
    def paused(self) -> bool:
        """And was stopped through its supervisor."""
        return self.flags & 4 != 0

    @property
    def finishing(self) -> bool:
        """./finish is running."""
        return self.flags & 8 != 0

    @property
    def finished(self) -> bool:
        """Neither is: really down."""
        return self.flags & 16 != 0

    @property
    def wanted_up(self) -> bool:
        """The supervisor starts it again when it dies."""
        return self.flags & 32 != 0

    @property
    def not_started(self) -> bool:
        """This supervisor has never started it, as far as s6 tells."""
        return self.flags & 64 != 0


class Death(NamedTuple):
    """One end of ./run: by itself, with `exit_code`, or by `signal`."""

    at_ns: int
    exit_code: int
    signal: int | None


class Goal(Enum):
    """A state to wait for: by its name, as hermesctl has it ("restarted-ready"), or by s6-svwait's letter."""

    UP = "u"
    READY = "U"
    DOWN = "d"
    FINISHED = "D"
    RESTARTED = "r"
    RESTARTED_READY = "R"

    @classmethod
    def _missing_(cls, value: object) -> Goal:
        known = {goal.name.lower().replace("_", "-"): goal for goal in cls}
        if isinstance(value, str) and (found := known.get(value.lower().replace("_", "-"))):
            return found
        words = ", ".join(f"{name} ({goal.value})" for name, goal in known.items())
        raise ValueError(f"cannot wait for {value!r}: the states are {words}")


def status_of(status: Status) -> ServiceStatus:
    """What C has told."""
    ready = status.ready.seconds * 1_000_000_000 + status.ready.nanoseconds
    return ServiceStatus(
        status.flags,
        status.pid or None,
        status.pgid or None,
        None if status.exit_code < 0 else status.exit_code,
        status.signal or None,
        status.changed.seconds * 1_000_000_000 + status.changed.nanoseconds,
        ready or None,
    )


class ServiceDirectory:
    """A servicedir, by its path. Nothing is opened or kept: it may be made before the service is there."""

    __slots__ = ("_bytes", "path")

    def __init__(self, path: AnyPath) -> None:
        self._bytes = path_bytes(path)
        self.path = os.fsdecode(self._bytes)

    def __repr__(self) -> str:
        return f"ServiceDirectory({self.path!r})"

    def __fspath__(self) -> str:
        return self.path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ServiceDirectory) and self._bytes == other._bytes

    def __hash__(self) -> int:
        return hash(self._bytes)

    def status(self) -> ServiceStatus:
        """As s6-svstat. It is true only while a supervisor runs: `supervised`."""
        status = Status(_STATUS_SIZE)
        call(library.s6n_status_of, self._bytes, status)
        return status_of(status)

    def death_tally(self) -> list[Death]:
        """The deaths that the supervisor keeps, oldest first, as s6-svdt."""
        kept = (_library.Died * 4096)()
        count = min(call(library.s6n_death_tally, self._bytes, kept, len(kept)), len(kept))
        return [
            Death(died.at.seconds * 1_000_000_000 + died.at.nanoseconds, died.exit_code, died.signal or None)
            for died in kept[:count]
        ]

    def supervised(self) -> bool | None:
        """Whether an s6-supervise runs on it, as s6-svok; None where that may not be found out."""
        answer = call(library.s6n_supervised, self._bytes, None)
        return None if answer == _UNKNOWN else answer == 1

    def send(self, commands: str) -> None:
        """Asks, as s6-svc with these letters, "d" or "rc": all of them or none. What comes of it is not awaited."""
        call(library.s6n_send, self._bytes, _library.name_bytes(commands))

    def start(self, timeout: float | None = None, *, cancel: int | HasFileno | None = None) -> ServiceStatus:
        """Starts it, and returns when it is up, and ready, if it has a notification-fd."""
        return self._do(library.s6n_start, terms(timeout, None, cancel))

    def stop(
        self,
        timeout: float | None = None,
        *,
        kill_after: float | None = None,
        cancel: int | HasFileno | None = None,
    ) -> ServiceStatus:
        """Stops it, and returns when it is really down; what has not ended after `kill_after` gets SIGKILL."""
        return self._do(library.s6n_stop, terms(timeout, kill_after, cancel))

    def restart(
        self,
        timeout: float | None = None,
        *,
        kill_after: float | None = None,
        cancel: int | HasFileno | None = None,
    ) -> ServiceStatus:
        """Has another process run, and returns when it is up. It does not wait s6-supervise's second."""
        return self._do(library.s6n_restart, terms(timeout, kill_after, cancel))

    def _do(self, function: object, limits: _library.Terms) -> ServiceStatus:
        status = Status(_STATUS_SIZE)
        assert callable(function)
        call(function, self._bytes, limits, status)
        return status_of(status)

    def wait(
        self,
        goal: Goal | str,
        timeout: float | None = None,
        *,
        cancel: int | HasFileno | None = None,
    ) -> None:
        """Returns when it is so, as s6-svwait; it ends at once where no supervisor runs."""
        wait_all([self], goal, timeout, cancel=cancel)

    def subscribe(self) -> Subscription:
        """Its events from now on, of which none is lost."""
        return Subscription(self.path)


def wait_all(
    services: Iterable[ServiceDirectory | AnyPath],
    goal: Goal | str,
    timeout: float | None = None,
    *,
    cancel: int | HasFileno | None = None,
) -> None:
    """Returns when each has reached the state."""
    _wait(services, goal, 0, terms(timeout, None, cancel))


def wait_any(
    services: Iterable[ServiceDirectory | AnyPath],
    goal: Goal | str,
    timeout: float | None = None,
    *,
    cancel: int | HasFileno | None = None,
) -> None:
    """Returns when one of them has reached the state."""
    _wait(services, goal, 1, terms(timeout, None, cancel))


def _wait(
    services: Iterable[ServiceDirectory | AnyPath], goal: Goal | str, quorum: int, limits: _library.Terms
) -> None:
    paths = [path_bytes(service) for service in services]
    letter = ord(Goal(goal).value)
    call(library.s6n_wait_many, _library.strings(paths), len(paths), letter, quorum, limits)
