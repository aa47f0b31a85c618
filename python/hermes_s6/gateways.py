"""Hermes' gateways, as the library has them: what each call tells is told, and nothing is printed."""
from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, IntEnum
from typing import NamedTuple

from . import _library
from ._library import AnyPath, HasFileno, call, library, name_bytes, path_bytes, terms
from .errors import ServiceError
from .services import ServiceStatus, status_of


class TreeKind(IntEnum):
    """Whose s6-svscan it is: hermes' own, or root's."""

    DETECT = 0
    ISOLATED = 1
    SHARED = 2


class Policy(IntEnum):
    """Which profiles have a gateway of their own: A all, B unless multiplexed, C none but the root's."""

    A = 0
    B = 1
    C = 2


class ScriptStyle(IntEnum):
    """What the slots' scripts can count on: s6-overlay's programs, or s6's alone."""

    DETECT = 0
    OVERLAY = 1
    PLAIN = 2


class Action(Enum):
    """What reconciling has done about a profile, or would do."""

    STARTED = 1
    REGISTERED = 2
    UPDATED = 3
    UNCHANGED = 4
    RETIRED = 5
    SKIPPED = 6


class Reason(Enum):
    """Why nothing was done."""

    NONE = 0
    INVALID_NAME = 1
    RESERVED_NAME = 2
    UNREADABLE = 3
    NO_PROFILE = 4
    NO_TREE = 5
    BUSY = 6
    FAILED = 7


_PRIOR_EXITS = {0: "unknown", 1: "clean", 2: "unclean"}


class GatewayOutcome(NamedTuple):
    """What has come of a verb for one gateway."""

    profile: str
    error: ServiceError | None
    status: ServiceStatus | None
    registered: bool  # there was no slot, and now there is
    coalesced: bool  # somebody else's restart has done it
    warnings: int  # how many things went wrong besides, and do not count

    def check(self) -> GatewayOutcome:
        """Raises what went wrong."""
        if self.error is not None:
            raise self.error
        return self


class GatewayStatus(NamedTuple):
    """What is known of one gateway."""

    registered: bool  # it has a slot
    served_by_root: bool  # the policy has the root profile's gateway serve its profile
    has_profile: bool
    status: ServiceStatus | None  # None where no supervisor runs
    desired: str  # what gateway_state.json wants
    observed: str  # what the gateway last wrote there of itself
    capped: bool  # it has died too often, and stays down
    deaths: int
    seconds: int


class Reconciled(NamedTuple):
    """What was done about one profile."""

    profile: str
    action: Action
    reason: Reason
    prior: str | None
    observed: str | None
    prior_exit: str  # clean, unclean, unknown
    folded_into_root: bool | None  # None where that is not the policy
    message: str | None


class Gateways:
    """Where the gateways are. The environment is not read: `hermes_s6.service_manager` does."""

    def __init__(
        self,
        *,
        home: AnyPath | None = None,
        scandir: AnyPath | None = None,
        tree: TreeKind = TreeKind.DETECT,
        policy: Policy = Policy.A,
        style: ScriptStyle = ScriptStyle.DETECT,
        restart_interval: float | None = None,
        multiplex: str | None = None,
        hermesctl: AnyPath | None = None,
    ) -> None:
        def path(given: AnyPath | None) -> bytes | None:
            return None if given is None else path_bytes(given)

        self.policy = policy
        self._places = _library.Places(
            ctypes.sizeof(_library.Places),
            tree,
            policy,
            style,
            -1 if restart_interval is None else _library.milliseconds(restart_interval),
            path(home),
            path(scandir),
            None if multiplex is None else name_bytes(multiplex),
            path(hermesctl),
        )

    def list(self) -> list[str]:
        """The profiles that have a slot, sorted; none where there is no scandir."""
        return _library.names(library.s6n_gateway_list, self._places)

    def register(
        self,
        profile: str,
        variables: Mapping[str, str] | None = None,
        *,
        start_now: bool = True,
        timeout: float | None = None,
        cancel: int | HasFileno | None = None,
    ) -> None:
        """Gives a profile a slot, and returns when it is supervised."""
        for name in variables or {}:
            if "=" in name:
                raise ValueError(f"{name!r}: cannot be the name of a variable")
        words = _library.strings(f"{name}={value}" for name, value in sorted((variables or {}).items()))
        limits = terms(timeout, None, cancel)
        call(library.s6n_gateway_register, self._places, name_bytes(profile), words, start_now, limits)

    def start(
        self,
        profiles: Iterable[str] | None,
        *,
        force: bool = False,
        timeout: float | None = None,
        cancel: int | HasFileno | None = None,
    ) -> Sequence[GatewayOutcome]:
        """Starts them, or all that have a slot (None), and returns when each is up. What failed is in its outcome."""
        return self._control(1, profiles, force, terms(timeout, None, cancel))

    def stop(
        self,
        profiles: Iterable[str] | None,
        *,
        timeout: float | None = None,
        kill_after: float | None = None,
        cancel: int | HasFileno | None = None,
    ) -> Sequence[GatewayOutcome]:
        """Stops them, and returns when each is really down; none is wanted at the next boot."""
        return self._control(2, profiles, False, terms(timeout, kill_after, cancel))

    def restart(
        self,
        profiles: Iterable[str] | None,
        *,
        force: bool = False,
        timeout: float | None = None,
        kill_after: float | None = None,
        cancel: int | HasFileno | None = None,
    ) -> Sequence[GatewayOutcome]:
        """Has another process of each run, whatever state it is in."""
        return self._control(3, profiles, force, terms(timeout, kill_after, cancel))

    def retire(
        self,
        profiles: Iterable[str] | None,
        *,
        timeout: float | None = None,
        kill_after: float | None = None,
        cancel: int | HasFileno | None = None,
    ) -> Sequence[GatewayOutcome]:
        """Takes their slots away; one that has none is no error."""
        return self._control(4, profiles, False, terms(timeout, kill_after, cancel))

    def _control(
        self, verb: int, profiles: Iterable[str] | None, force: bool, limits: _library.Terms
    ) -> Sequence[GatewayOutcome]:
        words = list(profiles or [])
        flags = (1 if profiles is None else 0) | (2 if force else 0)
        named = _library.strings(words)
        with _library.Record("outcome") as record:
            try:
                call(
                    library.s6n_gateway_control,
                    *(self._places, verb, named, len(words), flags, limits, record.callback, record),
                )
            except ServiceError:
                # The first failure of those that are told; one of the call itself tells of none.
                if not any(told.contents.code for told in record):
                    raise
            return [_outcome(told.contents) for told in record]

    def status(self, profile: str) -> GatewayStatus:
        """What is known of one gateway. One that has no slot is no error."""
        told = _library.Gateway(ctypes.sizeof(_library.Gateway))
        call(library.s6n_gateway_status, self._places, name_bytes(profile), told)
        return GatewayStatus(
            told.flags & 1 != 0,
            told.flags & 8 != 0,
            told.flags & 16 != 0,
            status_of(told.status) if told.flags & 2 else None,
            told.desired.decode("utf-8", "replace"),
            told.observed.decode("utf-8", "replace"),
            told.flags & 4 != 0,
            told.deaths,
            told.seconds,
        )

    def reconcile(
        self,
        *,
        boot: bool = False,
        dry_run: bool = False,
        prune: bool = False,
        no_supervise: bool = False,
        boot_log: bool = False,
        command: Sequence[str] | None = None,
        timeout: float | None = None,
        cancel: int | HasFileno | None = None,
    ) -> Sequence[Reconciled]:
        """Makes the slots match the profiles on the disk. One that is broken keeps no other, and is no failure."""
        flags = sum(bit << place for place, bit in enumerate((boot, dry_run, prune, no_supervise, boot_log)))
        words = None if command is None else _library.strings(command)
        limits = terms(timeout, None, cancel)
        with _library.Record("action") as record:
            call(library.s6n_reconcile, self._places, flags, words, limits, record.callback, record)
            return [_reconciled(told.contents) for told in record]


def _outcome(told: _library.Outcome) -> GatewayOutcome:
    return GatewayOutcome(
        os.fsdecode(told.profile),
        told.error.contents.exception() if told.code else None,
        status_of(told.status.contents) if told.status else None,
        told.remarks & 1 != 0,
        told.remarks & 2 != 0,
        told.warnings,
    )


def _reconciled(told: _library.Reconciliation) -> Reconciled:
    def text(data: bytes | None) -> str | None:
        return None if data is None else os.fsdecode(data)

    return Reconciled(
        os.fsdecode(told.profile),
        Action(told.action),
        Reason(told.reason),
        text(told.prior),
        text(told.observed),
        _PRIOR_EXITS.get(told.prior_exit, "unknown"),
        {0: False, 1: True}.get(told.folded),
        text(told.message),
    )
