"""What the runtime's commands say and do about gateways where s6 keeps them.

Each returns whether it was s6's to do: False has the caller go on as on a host, and as in a container without s6 but
for `start`. A failure is printed, and ends the command with SystemExit, never with a traceback.
"""
from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from .errors import ServiceError, ServiceErrorExists
from .gateways import Policy
from .host_gateway import find, foreground_pid, service_status
from .service_manager import (
    S6_DYNAMIC_SCANDIR,
    S6_SERVICE_PREFIX,
    GatewayRefusedError,
    S6ServiceManager,
    detect_service_manager,
    gateways,
    register_unregistered_profile_gateway,
    runs_in_container,
    validate_profile_name,
)
from .services import ServiceDirectory

_TRUE = {"1", "true", "yes"}
_DONE = {"stop": "Stopped", "restart": "Restarted"}
_STATIC_SERVICES = Path("/run/s6-rc/servicedirs")
# What hermesctl ends with where nothing keeps services.
_NO_MANAGER = 102
_DOCKER_GUIDANCE = """\
✗ A gateway is no service in this container, which has no s6: it is the container's main process
  docker start <container>     a container that is stopped
  docker restart <container>   one that runs
  hermes gateway run           here, in the foreground"""


def _is_s6() -> bool:
    return detect_service_manager() == "s6"


def _is_docker() -> bool:
    """A container in which nothing keeps services."""
    return detect_service_manager() == "none" and runs_in_container()


def _say(text: str) -> None:
    """A line, whatever letters the locale lacks, and whatever a name is made of."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding))


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What goes wrong is a line, and ends the command: with 1, or with 78 if configuration is in the way."""
    try:
        yield
    except (RuntimeError, ValueError, OSError) as error:
        _say(f"✗ {error}")
        raise SystemExit(error.returncode if isinstance(error, GatewayRefusedError) else 1) from None


def dispatch(action: str, profile: str | None = None, *, force: bool = False) -> bool:
    """`hermes [-p PROFILE] gateway start|stop|restart`. Success prints nothing, but that a slot was registered.

    What would end the caller is refused, with 1: it runs within that gateway. So is, with 78 and no slot registered, a
    start of what the root's gateway serves, but for `force`.

    In a container without s6 `start` prints what to tell docker. Differs: it ends with 102 there, and says why for
    programs on stderr, `reason=no-service-manager`, where the runtime's succeeded.
    """
    if action not in ("start", "stop", "restart"):
        return False
    if not _is_s6():
        if action == "start" and _is_docker():
            _say(_DOCKER_GUIDANCE)
            print("reason=no-service-manager", file=sys.stderr)
            raise SystemExit(_NO_MANAGER)
        return False
    profile = profile or "default"
    with _told():
        manager = S6ServiceManager()
        if action == "stop":
            manager.stop(f"{S6_SERVICE_PREFIX}{profile}")
        elif action == "restart":
            manager.restart(f"{S6_SERVICE_PREFIX}{profile}", force=force)
        else:
            _start(manager, profile, force)
    return True


def _start(manager: S6ServiceManager, profile: str, force: bool) -> None:
    """Starts it, on demand in a slot that is registered first."""
    validate_profile_name(profile)
    if not force:
        _refuse_served(manager, profile, "started")
    if register_unregistered_profile_gateway(manager, profile):
        _say(f"✓ registered the s6 gateway slot for profile '{profile}'")
    manager.start(f"{S6_SERVICE_PREFIX}{profile}", force=force)


def _is_served(manager: S6ServiceManager, profile: str) -> bool:
    """Whether the root's gateway serves a profile, so that its own is not to run."""
    found = gateways(manager.scandir)
    return found.policy != Policy.A and found.status(profile).served_by_root


def _refuse_served(manager: S6ServiceManager, profile: str, done: str) -> None:
    if _is_served(manager, profile):
        raise GatewayRefusedError(
            f"gateway '{profile}' is not {done}: the root profile's gateway serves its profile (multiplexing): start "
            "that one, or this one all the same with --force",
            service=f"{S6_SERVICE_PREFIX}{profile}",
            returncode=78,
        )


def dispatch_all(action: str) -> bool:
    """`gateway stop --all` and `restart --all`: one that fails keeps no other. The one that the caller runs in does fail.

    Differs: it ends with 1 if one has failed, where the runtime's succeeded.
    """
    if action not in _DONE or not _is_s6():
        return False
    with _told():
        manager = S6ServiceManager()
        profiles = manager.list_profile_gateways()
    if not profiles:
        _say("✗ No profile gateways registered under s6")
        return True
    done = sum(_do_one(manager, action, profile) for profile in profiles)
    _say(f"✓ {_DONE[action]} {done} profile gateway(s) under s6")
    if done < len(profiles):
        raise SystemExit(1)
    return True


def _do_one(manager: S6ServiceManager, action: str, profile: str) -> bool:
    try:
        getattr(manager, action)(f"{S6_SERVICE_PREFIX}{profile}")
    except (RuntimeError, ValueError, OSError) as error:
        _say(f"✗ Could not {action} gateway-{profile}: {error}")
        return False
    return True


def install(action: Literal["install", "uninstall"], profile: str | None = None, *, force: bool = False) -> bool:
    """`gateway install` and `uninstall`: there is nothing to do, and why.

    What the root's gateway serves is not installed, which is 78, but for `force`. Differs: an uninstallation is not
    refused from inside of the gateway, since it ends nothing.
    """
    if not _is_s6():
        return False
    if action == "install":
        with _told():
            if profile and not force:
                validate_profile_name(profile)
                _refuse_served(S6ServiceManager(), profile, "installed")
        _say("Per-profile gateways are registered with s6 automatically when a profile is created.")
        _say("Start one with: hermes -p <name> gateway start")
    else:
        _say("Per-profile gateways are removed from s6 automatically when a profile is deleted.")
        _say("Stop one with: hermes -p <name> gateway stop")
    return True


def _running_pid(manager: S6ServiceManager, profile: str) -> int | None:
    """The process of a profile's gateway: of its own, or of the root's if that serves it."""
    status = service_status(manager, profile)
    if status is not None and status.up:
        return status.pid
    with contextlib.suppress(OSError, ValueError):
        if _is_served(manager, profile):
            return _running_pid(manager, "default")
    return None


def status_section(profile: str = "default") -> str | None:
    """The section "Gateway Service" of `hermes status`, also in a container without s6; None where it is a host's.

    Differs: the supervisor is asked, not the process table, so a gateway under s6 is never "running manually"; without
    one the gateway's own word is taken, if its process runs. A container that systemd runs is a host.
    """
    if _is_s6():
        pid, manager = _running_pid(S6ServiceManager(), profile), "s6 (container supervisor)"
    elif _is_docker():
        pid, manager = foreground_pid(profile), "docker (foreground)"
    else:
        return None
    lines = ["Gateway Service", f"  Status:       {'✓ running' if pid else '✗ stopped'}", f"  Manager:      {manager}"]
    if pid:
        lines.append(f"  PID(s):       {pid}")
    return "\n".join(lines)


def gateway_status(profile: str | None = None) -> bool:
    """`hermes [-p PROFILE] gateway status`.

    Differs: it names s6, where the runtime's said "Running manually, not as a system service".
    """
    if not _is_s6():
        return False
    pid = _running_pid(S6ServiceManager(), profile or "default")
    if pid:
        _say(f"✓ Gateway is running (PID: {pid})\n  (Running under s6, the container's supervisor)")
    else:
        _say("✗ Gateway is not running")
    return True


def doctor_section(static_services: Path = _STATIC_SERVICES) -> str | None:
    """The section "s6 Supervision" of `hermes doctor`, in place of that about systemd; None where there is no s6."""
    if not _is_s6():
        return None
    lines = ["s6 Supervision"]
    for name in ("main-hermes", "dashboard"):
        lines.append(f"  {name}: {_static_state(name, static_services)}")
    try:
        manager = S6ServiceManager()
        host = find(manager)
        lines += _per_profile_lines(manager) if host is None else host.lines()
    except (ServiceError, ValueError) as error:
        lines.append(f"  Per-profile gateways: {error}")
    return "\n".join(lines)


def doctor_issues() -> list[str]:
    """What `hermes doctor` has the user mend about gateways: only where one is to serve all is there such a thing."""
    with contextlib.suppress(ServiceError, ValueError):
        host = find(S6ServiceManager()) if _is_s6() else None
        return host.issues() if host else []
    return []


def _static_state(name: str, services: Path) -> str:
    for place in (services, S6_DYNAMIC_SCANDIR):
        with contextlib.suppress(OSError):
            if ServiceDirectory(place / name).status().up:
                return "up"
    return "down (expected if not enabled via env)" if name == "dashboard" else "down"


def _per_profile_lines(manager: S6ServiceManager) -> list[str]:
    profiles = manager.list_profile_gateways()
    running = [profile for profile in profiles if manager.is_running(f"{S6_SERVICE_PREFIX}{profile}")]
    names = f" ({', '.join(profiles)})" if 0 < len(profiles) <= 8 else ""
    return [f"  Per-profile gateways: {len(running)}/{len(profiles)} supervised up{names}"]


def profile_created(profile: str) -> None:
    """Gives a new profile a slot, which is down. What goes wrong is a warning: the profile is there all the same."""
    if not _is_s6():
        return
    try:
        S6ServiceManager().register_profile_gateway(profile, start_now=False)
    except (RuntimeError, ValueError, OSError) as error:
        # One that it has is none of them.
        if not isinstance(error.__cause__, ServiceErrorExists):
            _say(f"⚠ Could not register s6 gateway service: {error}")


def profile_deleted(profile: str) -> None:
    """Takes the slot of a profile that is gone away; what goes wrong is a warning."""
    if not _is_s6():
        return
    try:
        S6ServiceManager().unregister_profile_gateway(profile)
    except (RuntimeError, ValueError, OSError) as error:
        _say(f"⚠ Could not unregister s6 gateway service: {error}")


def redirect_run(profile: str | None = None, *, no_supervise: bool = False, force: bool = False) -> bool:
    """`gateway run` as a container's command: starts the gateway under s6, says so on stderr, and never returns.

    False where it is to run here: without s6, as the supervised child itself, or if somebody says so. Disarm what
    watches the start-up first: this process only keeps the container up.
    """
    opts_out = no_supervise or os.environ.get("HERMES_GATEWAY_NO_SUPERVISE", "").lower() in _TRUE
    if opts_out or os.environ.get("HERMES_S6_SUPERVISED_CHILD") or not _is_s6():
        return False
    dispatch("start", profile, force=force)
    print(
        f"gateway-{profile or 'default'} runs under s6 supervision; this process only keeps the container up. To run "
        "the gateway in its place: --no-supervise, or HERMES_GATEWAY_NO_SUPERVISE=1",
        file=sys.stderr,
        flush=True,
    )
    sys.stdout.flush()
    with contextlib.suppress(OSError):
        os.execvp("sleep", ["sleep", "infinity"])
    # An image without sleep.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    signal.sigwait({signal.SIGTERM})
    raise SystemExit(143)
