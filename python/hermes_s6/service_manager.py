"""A drop-in for the runtime's service manager: the same names, signatures and messages, with no program spawned.

`from hermes_s6.service_manager import get_service_manager` is the line to change. Where the runtime's own differs
because it was mistaken, this says "differs".
"""
from __future__ import annotations

import errno
import importlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol, cast, runtime_checkable

from .errors import ErrorKind, ServiceError, ServiceErrorExists, ServiceErrorTimedOut
from .gateways import GatewayOutcome, Gateways, Policy, TreeKind
from .scandirs import ScanDirectory

__all__ = [
    "S6_DYNAMIC_SCANDIR",
    "S6_SERVICE_PREFIX",
    "GatewayNotRegisteredError",
    "GatewayRefusedError",
    "S6CommandError",
    "S6Error",
    "S6ServiceManager",
    "ServiceManager",
    "ServiceManagerKind",
    "detect_service_manager",
    "get_service_manager",
    "register_unregistered_profile_gateway",
    "validate_profile_name",
]

ServiceManagerKind = Literal["systemd", "launchd", "windows", "s6", "none"]

S6_DYNAMIC_SCANDIR = Path("/run/service")
S6_SERVICE_PREFIX = "gateway-"
_ISOLATED_SCANDIR = Path("/run/hermes/service")
# Equal to it, as the runtime's default is, and another object: who names the tree himself is told apart.
_LEFT_OUT = Path(S6_DYNAMIC_SCANDIR)
_CONTAINERS = re.compile("docker|podman|containerd|kubepods|/lxc/")
_PROFILE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@runtime_checkable
class ServiceManager(Protocol):
    """What keeps services on this machine. `name` is `gateway-<profile>`."""

    @property
    def kind(self) -> ServiceManagerKind: ...
    def start(self, name: str) -> None: ...
    def stop(self, name: str) -> None: ...
    def restart(self, name: str) -> None: ...
    def is_running(self, name: str) -> bool: ...
    def supports_runtime_registration(self) -> bool: ...
    def register_profile_gateway(
        self, profile: str, *, extra_env: dict[str, str] | None = None, start_now: bool = True
    ) -> None: ...
    def unregister_profile_gateway(self, profile: str) -> None: ...
    def list_profile_gateways(self) -> list[str]: ...


class S6Error(RuntimeError):
    """A verb that failed; `service` is the slot's name."""

    def __init__(self, message: str, *, service: str) -> None:
        super().__init__(message)
        self.service = service


class GatewayNotRegisteredError(S6Error):
    """The profile has no slot."""

    def __init__(self, profile: str) -> None:
        super().__init__(
            f"no such gateway '{profile}': register it with `hermes profile create {profile}` first, "
            "or pass an existing profile name via `-p <name>`",
            service=f"{S6_SERVICE_PREFIX}{profile}",
        )
        self.profile = profile


class GatewayRefusedError(S6Error):
    """What s6 is not even asked for; `returncode` is what the command ends with.

    It is 1 if the caller runs within the gateway that would end, and 78 if the root's gateway serves the profile.
    """

    def __init__(self, message: str, *, service: str, returncode: int) -> None:
        super().__init__(message, service=service)
        self.returncode = returncode


class S6CommandError(S6Error):
    """s6 refused, or it did not come in time: `returncode` is what s6-svc or hermesctl would end with."""

    def __init__(self, *, service: str, action: str, returncode: int, stderr: str) -> None:
        detail = f": {stderr}" if stderr else ""
        super().__init__(f"s6-svc {action} on '{service}' failed (rc={returncode}){detail}", service=service)
        self.action = action
        self.returncode = returncode
        self.stderr = stderr


def validate_profile_name(name: str) -> None:
    """Raises ValueError unless it is a profile's name.

    Differs: 64 characters at most, as profiles have everywhere else (the longest slot would not fit in a file's name),
    and no newline at the end.
    """
    if not _PROFILE.fullmatch(name):
        raise ValueError(
            f"invalid profile name {name!r}: it is 1 to 64 of a-z, 0-9, - and _, the first a letter or digit"
        )


def _runs_s6(root: Path = Path("/")) -> bool:
    """Whether process 1 is s6-overlay's s6-svscan. What cannot be read is not there; /proc/1/exe is never asked."""
    try:
        comm = (root / "proc/1/comm").read_text()
    except (OSError, UnicodeError):
        return False
    return comm.strip() == "s6-svscan" and os.path.isdir(root / "run/s6/basedir")


def runs_in_container(root: Path = Path("/")) -> bool:
    """Whether this is a container, s6's or not. What cannot be read is no sign of one.

    Differs: the runtime knew no containerd and no Kubernetes.
    """
    if os.environ.get("KUBERNETES_SERVICE_HOST"):
        return True
    if os.path.exists(root / ".dockerenv") or os.path.exists(root / "run/.containerenv"):
        return True
    try:
        return _CONTAINERS.search((root / "proc/1/cgroup").read_text(errors="replace")) is not None
    except OSError:
        return False


def detect_service_manager() -> ServiceManagerKind:
    """Which one keeps services here: s6, then windows, launchd, systemd, or none.

    Differs: s6 need not be process 1, where HERMES_SCANDIR or S6_PROFILE_GATEWAY_SCANDIR names a tree, or an s6-svscan
    runs on hermes' own.
    """
    if _runs_s6() or any(os.environ.get(name) for name in ("HERMES_SCANDIR", "S6_PROFILE_GATEWAY_SCANDIR")):
        return "s6"
    if _is_scanned(_scandir()):
        return "s6"
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin":
        return "launchd"
    return "systemd" if os.path.isdir("/run/systemd/system") else "none"


def _is_scanned(scandir: Path) -> bool:
    try:
        return bool(ScanDirectory(scandir).scanned())
    except ServiceError:
        return False


def get_service_manager() -> ServiceManager:
    """The manager of this machine; RuntimeError if there is none. On a host it is the runtime's own."""
    kind = detect_service_manager()
    if kind == "s6":
        return S6ServiceManager()
    if kind == "none":
        raise RuntimeError("no supported service manager detected")
    try:
        theirs = importlib.import_module("hermes_cli.service_manager").get_service_manager
    except (ImportError, AttributeError):
        theirs = get_service_manager
    if theirs is get_service_manager:
        raise RuntimeError(f"no supported service manager detected: {kind} is the runtime's, which is not installed")
    return cast(ServiceManager, theirs())


def _scandir() -> Path:
    """The tree that the environment names, hermes' own if it is there, or s6-overlay's."""
    for name in ("HERMES_SCANDIR", "S6_PROFILE_GATEWAY_SCANDIR"):
        if value := os.environ.get(name):
            return Path(value)
    tree = os.environ.get("HERMES_GATEWAY_TREE")
    if tree == "isolated" or (tree != "shared" and os.path.isdir(_ISOLATED_SCANDIR)):
        return _ISOLATED_SCANDIR
    return S6_DYNAMIC_SCANDIR


def hermes_home() -> Path:
    """The root profile's home: what HERMES_HOME says, or the one that this profile's belongs to; /opt/data."""
    home = Path(os.environ.get("HERMES_HOME") or "/opt/data")
    return home.parent.parent if home.parent.name == "profiles" else home


def profile_home(profile: str) -> Path:
    """Where a profile keeps its files; ValueError if it has no profile's name."""
    validate_profile_name(profile)
    return hermes_home() if profile == "default" else hermes_home() / "profiles" / profile


def gateways(scandir: Path, home: Path | None = None) -> Gateways:
    """The gateways of a tree, by the variables that hermesctl reads; ValueError about one that says nothing."""

    def word(name: str, words: dict[str, int]) -> int:
        value = os.environ.get(name)
        if value is None:
            return 0
        if value not in words:
            raise ValueError(f"{name}: cannot take {value!r}: it is one of {', '.join(words)}")
        return words[value]

    interval = os.environ.get("HERMES_GATEWAY_RESTART_INTERVAL")
    policies = {"A": Policy.A, "B": Policy.B, "C": Policy.C, "a": Policy.A, "b": Policy.B, "c": Policy.C}
    return Gateways(
        home=home or hermes_home(),
        scandir=scandir,
        policy=Policy(word("HERMES_GATEWAY_POLICY", dict(policies))),
        tree=TreeKind(word("HERMES_GATEWAY_TREE", {"isolated": TreeKind.ISOLATED, "shared": TreeKind.SHARED})),
        restart_interval=None if interval is None else float(interval),
        multiplex=os.environ.get("GATEWAY_MULTIPLEX_PROFILES"),
        # What the slots' scripts call.
        hermesctl=_hermesctl(),
    )


def _hermesctl() -> str | None:
    """Where it is, if not where it is installed."""
    if os.path.exists("/usr/bin/hermesctl"):
        return None
    import shutil

    return shutil.which("hermesctl")


# What hermesctl ends with, and s6-svc where it knows the case.
_RETURN_CODES = {
    ErrorKind.ARGUMENT: 100,
    ErrorKind.NO_SUCH_SERVICE: 104,
    ErrorKind.NO_SUCH_PROFILE: 104,
    ErrorKind.NOT_REGISTERED: 104,
    ErrorKind.NOT_SUPERVISED: 102,
    ErrorKind.STARTING: 102,
    ErrorKind.NO_SCANNER: 102,
    ErrorKind.TIMED_OUT: 99,
    ErrorKind.CANCELLED: 99,
    ErrorKind.FAILED_FOR_GOOD: 1,
    ErrorKind.WANTED_OTHERWISE: 1,
    ErrorKind.EXISTS: 1,
    ErrorKind.REGISTERED: 1,
    ErrorKind.INSIDE_GATEWAY: 1,
    ErrorKind.TAMPERED: 70,
    ErrorKind.FIFO_FULL: 75,
    ErrorKind.SERVED_BY_ROOT: 78,
}


def _verb_error(service: str, action: str, error: ServiceError) -> S6Error:
    stderr = str(error)
    if error.kind in (ErrorKind.INSIDE_GATEWAY, ErrorKind.SERVED_BY_ROOT):
        return GatewayRefusedError(stderr, service=service, returncode=_RETURN_CODES[error.kind])
    if error.errno == errno.EACCES and os.strerror(errno.EACCES) not in stderr:
        stderr = f"{stderr}: {os.strerror(errno.EACCES)}"
    code = _RETURN_CODES.get(error.kind, 111)
    return S6CommandError(service=service, action=action, returncode=code, stderr=stderr)


class S6ServiceManager:
    """Profile gateways under s6. A verb returns when it is so, and raises if that does not come within `timeout`.

    `scandir` that is left out is the tree that there is: what HERMES_SCANDIR or S6_PROFILE_GATEWAY_SCANDIR names,
    hermes' own, or s6-overlay's. One that is given is taken as it is, S6_DYNAMIC_SCANDIR too.

    Differs: of gateway_state.json `desired_state` is changed and nothing else, in the home of the profile that is
    meant; `updated_at` stays the gateway's. What would end the caller itself is a GatewayRefusedError, and so is a
    start or restart of what the root's gateway serves, without `force`.
    """

    kind: ServiceManagerKind = "s6"
    # Seconds. A gateway that drains its work is given them; upstream's waits are 10.
    timeout: float = 30.0

    def __init__(self, scandir: Path | str = _LEFT_OUT) -> None:
        self.scandir = _scandir() if scandir is _LEFT_OUT else Path(scandir)

    def start(self, name: str, *, force: bool = False) -> None:
        """Starts it, and returns when it is up; it is wanted at the next boot too.

        Differs: it lifts a cap on crashes, and persists only what was asked for in fact.
        """
        self._do("start", name, force=force)

    def stop(self, name: str) -> None:
        """Stops it, and returns when it is really down; it stays down at the next boot: parked.

        Differs: the runtime's returned while the gateway still ran. It is told that its end is meant in its own home,
        whoever stops it. What does not end in time is an S6CommandError with returncode 99, and stays wanted down.
        """
        self._do("stop", name)

    def restart(self, name: str, *, force: bool = False) -> None:
        """Has another process of it run.

        Differs: one that is down, or parked, is started, where the runtime's did nothing; several at once are done as
        one.
        """
        self._do("restart", name, force=force)

    def _do(self, action: Literal["start", "stop", "restart"], name: str, **flags: bool) -> None:
        profile = self._registered(name)
        verb = getattr(gateways(self.scandir), action)
        try:
            outcomes = cast(Sequence[GatewayOutcome], verb([profile], timeout=self.timeout, **flags))
            outcomes[0].check()
        except ServiceError as error:
            if error.kind == ErrorKind.NOT_REGISTERED:
                raise GatewayNotRegisteredError(profile) from error
            raise _verb_error(name, action, error) from error

    def _registered(self, name: str) -> str:
        """The profile of a slot that is there, before anything is asked of s6."""
        profile = name.removeprefix(S6_SERVICE_PREFIX)
        if not _PROFILE.fullmatch(profile) or not os.path.isdir(self.scandir / f"{S6_SERVICE_PREFIX}{profile}"):
            raise GatewayNotRegisteredError(profile)
        return profile

    def is_running(self, name: str) -> bool:
        """Whether its process runs; False where that cannot be told."""
        try:
            service = ScanDirectory(self.scandir).service(name)
            return service.supervised() is not False and service.status().up
        except (ServiceError, ValueError):
            return False

    def supports_runtime_registration(self) -> bool:
        return True

    def register_profile_gateway(
        self, profile: str, *, extra_env: dict[str, str] | None = None, start_now: bool = True
    ) -> None:
        """Gives a profile a slot, and returns when it is supervised; ValueError if it has one.

        Differs: the runtime's did not wait. Names of variables are checked, and values have no newline; nothing of it
        stays if it fails.
        """
        validate_profile_name(profile)
        try:
            gateways(self.scandir).register(profile, extra_env, start_now=start_now, timeout=self.timeout)
        except ServiceErrorExists as error:
            if error.kind != ErrorKind.REGISTERED:
                raise
            raise ValueError(error.message) from error
        except ServiceError as error:
            if error.kind == ErrorKind.NO_SCANNER or isinstance(error, ServiceErrorTimedOut):
                service = f"{S6_SERVICE_PREFIX}{profile}"
                raise S6Error(f"s6-svscanctl failed: {error}", service=service) from error
            raise

    def unregister_profile_gateway(self, profile: str) -> None:
        """Takes its slot away, and returns when nothing of it runs; none is no error.

        Differs: the runtime's deleted the slot below processes that went on, slept, and told nobody.
        """
        validate_profile_name(profile)
        try:
            gateways(self.scandir).retire([profile], timeout=self.timeout)[0].check()
        except ServiceError as error:
            raise _verb_error(f"{S6_SERVICE_PREFIX}{profile}", "retire", error) from error

    def list_profile_gateways(self) -> list[str]:
        """The profiles that have a slot, sorted; none where there is no scandir."""
        return gateways(self.scandir).list()


def register_unregistered_profile_gateway(mgr: ServiceManager, profile: str) -> bool:
    """Gives a slot, which is down, to a profile that has none, if there is such a profile: whether it did."""
    if not mgr.supports_runtime_registration():
        return False
    home = profile_home(profile)
    if profile in mgr.list_profile_gateways() or not (home / "SOUL.md").is_file():
        return False
    try:
        mgr.register_profile_gateway(profile, start_now=False)
    except ValueError:
        # Somebody was faster.
        if profile not in mgr.list_profile_gateways():
            raise
        return False
    return True
