"""The gateway that is to serve every profile, where that is the policy; and what a gateway says of itself."""
from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from .gateways import Policy
from .scandirs import ScanDirectory
from .service_manager import S6_SERVICE_PREFIX, S6ServiceManager, gateways, profile_home, validate_profile_name
from .services import ServiceStatus


def service_status(manager: S6ServiceManager, profile: str) -> ServiceStatus | None:
    """What a gateway's supervisor last wrote; None where there is none, or it cannot be told."""
    with contextlib.suppress(OSError, ValueError):
        service = ScanDirectory(manager.scandir).service(f"{S6_SERVICE_PREFIX}{profile}")
        if service.supervised() is not False:
            return service.status()
    return None


class HostGateway(NamedTuple):
    """The one gateway that is to serve every profile (policy C), and what is left of the others'."""

    pid: int | None
    roster: list[str] | None  # the profiles that it says it serves; None if it has said nothing yet
    legacy: list[str]  # profiles whose own gateway runs, or is wanted up, though this is to serve them
    idle: list[str]  # profiles that have a slot in which nothing runs

    def lines(self) -> list[str]:
        roster = "" if self.roster is None else f", serves {len(self.roster)} profile(s): {', '.join(self.roster)}"
        lines = [f"  Host gateway: up (PID {self.pid}){roster}" if self.pid else "  Host gateway: down"]
        if self.legacy:
            lines.append(f"  LEGACY per-profile gateway slots still supervised: {', '.join(self.legacy)}")
        return lines

    def issues(self) -> list[str]:
        issues = []
        if self.legacy:
            slots = ", ".join(self.legacy)
            issues.append(f"Gateways of profiles run beside the host's ({slots}): hermes gateway migrate --multiplex")
        if self.idle and not self.pid:
            slots = ", ".join(self.idle)
            issues.append(f"Gateway slots are there, and nothing serves them ({slots}): hermes gateway start")
        return issues


def find(manager: S6ServiceManager) -> HostGateway | None:
    """None where profiles have gateways of their own."""
    if gateways(manager.scandir).policy != Policy.C:
        return None
    legacy, idle = [], []
    for profile in manager.list_profile_gateways():
        status = service_status(manager, profile)
        if status is None or not (status.up or status.wanted_up):
            idle.append(profile)
        elif profile != "default" and not _has_opted_out(profile):
            legacy.append(profile)
    root = service_status(manager, "default")
    pid = root.pid if root is not None and root.up else None
    return HostGateway(pid, _roster(pid), legacy, idle)


def _has_opted_out(profile: str) -> bool:
    return os.path.exists(profile_home(profile) / "gateway.standalone")


def _roster(pid: int | None) -> list[str] | None:
    """Whom the root's gateway serves, by its own word; what an earlier process has written is nobody's."""
    state = _state("default")
    served = state.get("served_profiles") if pid and state.get("pid") == pid else None
    return [name for name in map(str, served) if _is_name(name)] if isinstance(served, list) else None


def foreground_pid(profile: str) -> int | None:
    """The process of a gateway that nobody supervises, by its own word, if it is one still."""
    pid = _state(profile).get("pid")
    if isinstance(pid, int) and pid > 0:
        with contextlib.suppress(OSError):
            # In a container that has started anew the number may be another's.
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            return pid if b"gateway" in words and b"run" in words else None
    return None


def _state(profile: str) -> dict[str, Any]:
    """What a profile's gateway has written last; nothing where there is none."""
    with contextlib.suppress(OSError, ValueError, RecursionError):
        # Who may write there could have put anything there, to wait for or without an end.
        with open(profile_home(profile) / "gateway_state.json", "rb", opener=_open_at_once) as file:
            state = json.loads((file.read(1 << 20) or b"").decode("utf-8-sig"))
        return state if isinstance(state, dict) else {}
    return {}


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def _is_name(name: str) -> bool:
    # It is printed, and who wrote it is hermes.
    with contextlib.suppress(ValueError):
        validate_profile_name(name)
        return True
    return False
