"""A drop-in for the runtime's reconciliation at the start of a container."""
from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import ServiceError
from .gateways import Action, Reconciled
from .service_manager import S6ServiceManager, gateways
from .service_manager import hermes_home as _hermes_home

_WRAPPER = "main-wrapper.sh"
_TRUE = {"1", "true", "yes"}
_TIMEOUT = 60.0
# Control characters, and what would turn a line around, hide in it or end it, as hermesctl has them.
_DISGUISES = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


@dataclass(frozen=True)
class ReconcileAction:
    """What was done about one profile: `started`, `registered`; also `updated`, `unchanged`, `skipped`."""

    profile: str
    prior_state: str | None
    action: str
    prior_exit: str = "unknown"


def reconcile_profile_gateways(
    *,
    hermes_home: Path,
    scandir: Path,
    dry_run: bool = False,
    container_argv: Sequence[str] | None = None,
) -> list[ReconcileAction]:
    """Gives every profile on the disk a slot, started if it ran before, and adds a line each to container-boot.log.

    `container_argv` is what the container was told to run, behind its wrapper.

    Differs: a profile with a bad name, or a state that is no JSON, is `skipped` and keeps no other from its gateway;
    a slot that runs is renewed in place (`updated`, `unchanged`), and never replaced below its process.
    """
    return [_action(done) for done in _reconcile(hermes_home, scandir, dry_run, container_argv)]


def _reconcile(
    home: Path, scandir: Path, dry_run: bool, container_argv: Sequence[str] | None
) -> Sequence[Reconciled]:
    return gateways(scandir, home).reconcile(
        boot=True,
        boot_log=True,
        dry_run=dry_run,
        no_supervise=os.environ.get("HERMES_GATEWAY_NO_SUPERVISE", "").lower() in _TRUE,
        command=_command_line(container_argv),
        timeout=_TIMEOUT,
    )


def _command_line(argv: Sequence[str] | None) -> list[str] | None:
    if argv is None:
        return None
    return list(argv) if any(_WRAPPER in word for word in argv) else [_WRAPPER, *argv]


def _action(done: Reconciled) -> ReconcileAction:
    return ReconcileAction(done.profile, done.prior, done.action.name.lower(), done.prior_exit)


def container_argv(proc: Path = Path("/proc")) -> list[str] | None:
    """What the container was told to run: the words behind the wrapper, of process 1 or the first that has one."""
    numbers = sorted((int(entry.name) for entry in proc.iterdir() if entry.name.isdecimal())) if proc.is_dir() else []
    for number in [1, *numbers]:
        try:
            line = (proc / str(number) / "cmdline").read_bytes()
        except OSError:
            continue
        words = os.fsdecode(line).removesuffix("\0").split("\0")
        places = [place for place, word in enumerate(words) if _WRAPPER in word]
        if places:
            return _behind_wrapper(words[places[-1] + 1 :])
    return None


def _behind_wrapper(words: list[str]) -> list[str]:
    if words and "entrypoint-dispatch.sh" in words[0]:
        words = words[1:]
    if words and os.path.basename(words[0]) == "hermes":
        words = words[1:]
    return words


def _readable(name: bytes) -> str:
    """A name that anybody may have given, for a log: what is not UTF-8 is repaired, what disguises is spelt out."""
    return _DISGUISES.sub(
        lambda found: "".join(f"\\x{byte:02x}" for byte in found[0].encode()), name.decode("utf-8", "replace")
    )


def _word(name: str) -> str:
    """The same, as one word of a line."""
    return _readable(os.fsencode(name)[:64].replace(b" ", b"_")) or "?"


def _line(done: Reconciled) -> str:
    prior = None if done.prior is None else _word(done.prior)
    reason = f" reason={done.reason.name.lower().replace('_', '-')}" if done.action is Action.SKIPPED else ""
    return f"reconcile: profile={_word(done.profile)} prior_state={prior} action={done.action.name.lower()}{reason}"


def main() -> int:
    """`python -m hermes_s6.container_boot`, for cont-init: reconciles, and says what it did."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A boot does not end because its locale lacks a letter.
        sys.stdout.reconfigure(errors="backslashreplace")
    argv = container_argv()
    if argv and argv[0] == "dashboard":
        print("reconcile: skipping (dashboard container — does not need per-profile gateways)")
        return 0
    try:
        actions = _reconcile(_hermes_home(), S6ServiceManager().scandir, False, argv)
    except (ServiceError, ValueError) as error:
        print(f"reconcile: {error}", file=sys.stderr)
        return 1
    for done in actions:
        print(_line(done))
    if folded := [_readable(os.fsencode(done.profile)) for done in actions if done.folded_into_root]:
        print(f"reconcile: {', '.join(folded)} served by the ROOT slot (gateway-default)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
