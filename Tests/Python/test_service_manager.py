"""The drop-in: the scenarios U01 to U18 and U30 of the contract, through Python."""
from __future__ import annotations

import inspect
import json
import os
import re
import stat
import subprocess
import sys
import types
from pathlib import Path

import pytest
from conftest import Hermes, s6, until
from hermes_s6 import service_manager
from hermes_s6.service_manager import (
    S6_DYNAMIC_SCANDIR,
    S6_SERVICE_PREFIX,
    GatewayNotRegisteredError,
    S6CommandError,
    S6Error,
    S6ServiceManager,
    ServiceManager,
    detect_service_manager,
    get_service_manager,
    register_unregistered_profile_gateway,
    validate_profile_name,
)


def state(hermes: Hermes, profile: str) -> dict[str, object]:
    return dict(json.loads((hermes.of(profile) / "gateway_state.json").read_text()))


def slot(hermes: Hermes, profile: str) -> Path:
    return hermes.tree.scandir / f"gateway-{profile}"


def runs(hermes: Hermes, profile: str) -> None:
    """The stand-in is up, and knows what a signal means."""
    until(lambda: (hermes.of(profile) / "gateway_state.json").exists() and state(hermes, profile).get("gateway_state") == "running")


def test_the_names_are_the_runtimes(hermes: Hermes) -> None:
    assert Path("/run/service") == S6_DYNAMIC_SCANDIR and S6_SERVICE_PREFIX == "gateway-"
    manager = get_service_manager()
    assert isinstance(manager, S6ServiceManager) and isinstance(manager, ServiceManager)
    assert manager.kind == "s6" and manager.scandir == hermes.tree.scandir
    assert manager.supports_runtime_registration() is True
    assert S6ServiceManager("/elsewhere").scandir == S6ServiceManager(scandir=Path("/elsewhere")).scandir


@pytest.mark.parametrize("name", ["a", "work", "0", "a-b_c", "x" * 64, "default"])
def test_u01_a_name(name: str) -> None:
    validate_profile_name(name)


@pytest.mark.parametrize("name", ["", "A", "a/b", "..", "-a", "_a", "a b", "a.b", "a\n", "é", "x" * 65, "x" * 252])
def test_u01_no_name(name: str) -> None:
    with pytest.raises(ValueError, match="invalid profile name"):
        validate_profile_name(name)


def test_u02_detection(tmp_path: Path) -> None:
    runs_s6 = service_manager._runs_s6
    assert not runs_s6(tmp_path)  # no /proc
    (tmp_path / "proc/1").mkdir(parents=True)
    comm = tmp_path / "proc/1/comm"
    comm.write_text("s6-svscan\n")
    assert not runs_s6(tmp_path)  # no basedir
    (tmp_path / "run/s6/basedir").mkdir(parents=True)
    assert runs_s6(tmp_path)
    comm.write_text("systemd\n")
    assert not runs_s6(tmp_path)
    comm.write_bytes(b"\xff\xfe")
    assert not runs_s6(tmp_path)
    comm.write_text("s6-svscan\n")
    comm.chmod(0)
    assert os.getuid() == 0 or not runs_s6(tmp_path)


def test_u02_no_manager(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HERMES_SCANDIR", "S6_PROFILE_GATEWAY_SCANDIR", "HERMES_GATEWAY_TREE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(service_manager, "detect_service_manager", lambda: "none")
    with pytest.raises(RuntimeError, match=r"^no supported service manager detected$"):
        get_service_manager()


def test_u32_a_host_is_the_runtimes_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_manager, "detect_service_manager", lambda: "systemd")
    with pytest.raises(RuntimeError, match="no supported service manager detected: systemd"):
        get_service_manager()
    theirs = types.ModuleType("hermes_cli.service_manager")
    theirs.get_service_manager = lambda: "theirs"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "hermes_cli", types.ModuleType("hermes_cli"))
    monkeypatch.setitem(sys.modules, "hermes_cli.service_manager", theirs)
    assert get_service_manager() == "theirs"  # type: ignore[comparison-overlap]
    # The runtime's module may be this one by now.
    theirs.get_service_manager = service_manager.get_service_manager  # type: ignore[attr-defined]
    with pytest.raises(RuntimeError):
        get_service_manager()


def test_u03_to_u08_a_slot(hermes: Hermes) -> None:
    manager = S6ServiceManager()
    hermes.profile("work")
    hermes.profile("play")
    manager.register_profile_gateway("work", extra_env={"B": "it's here", "A": "two words"}, start_now=False)
    manager.register_profile_gateway("default", start_now=False)
    work = slot(hermes, "work")
    assert (work / "type").read_text() == "longrun\n"
    for script in ("run", "finish", "log/run"):
        assert stat.S_IMODE((work / script).stat().st_mode) == 0o755
    assert (work / "down").exists() and not manager.is_running("gateway-work")
    run = (work / "run").read_text()
    assert "HERMES_S6_SUPERVISED_CHILD" in run and "HERMES_SUPERVISED_CHILD" in run
    assert "-p work gateway run --replace" in run
    assert "-p" not in [word for line in (slot(hermes, "default") / "run").read_text().splitlines()
                        if "gateway run" in line for word in line.split()]  # fmt: skip
    log = (work / "log/run").read_text()
    assert "n10 s1000000 T" in log and "HERMES_HOME" in log
    for place in (work, work / "log"):
        assert (place / "supervise/control").is_fifo()
    # Quoted so that the gateway has them as they were given.
    manager.start("gateway-work")
    runs(hermes, "work")
    pid = int(s6("s6-svstat", "-o", "pid", work))
    environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    assert b"B=it's here" in environment and b"A=two words" in environment
    assert b"HERMES_S6_SUPERVISED_CHILD=1" in environment
    assert sorted(name for name in os.listdir(hermes.tree.scandir) if "tmp" in name) == []
    manager.register_profile_gateway("play")
    assert not (slot(hermes, "play") / "down").exists()
    until(lambda: manager.is_running("gateway-play"))
    assert manager.list_profile_gateways() == ["default", "play", "work"]


@pytest.mark.parametrize("key", ["", "1A", "A-B", "A=B", "A\n"])
def test_p32_a_name_that_no_variable_has(hermes: Hermes, key: str) -> None:
    with pytest.raises(ValueError):
        S6ServiceManager().register_profile_gateway("work", extra_env={key: "x"})
    with pytest.raises(ValueError):
        S6ServiceManager().register_profile_gateway("work", extra_env={"A": "x\ny"})
    assert S6ServiceManager().list_profile_gateways() == []


@pytest.mark.parametrize(("code", "ends"), [(0, 125), (78, 125), (1, 0), (137, 0)])
def test_u09_finish(hermes: Hermes, code: int, ends: int) -> None:
    S6ServiceManager().register_profile_gateway("work", start_now=False)
    work = slot(hermes, "work")
    words = [str(work / "finish"), str(256 if code == 137 else code), "9" if code == 137 else "0", "gateway-work", "1"]
    # Wanted up, as when it dies by itself.
    (hermes.profile("work") / "stand-in").write_text("")
    S6ServiceManager().start("gateway-work")
    assert subprocess.run(words, cwd=work, env=hermes.tree.variables).returncode == ends


def test_u10_what_is_there_is_not_registered_again(hermes: Hermes) -> None:
    manager = S6ServiceManager()
    hermes.profile("work")
    manager.register_profile_gateway("work", start_now=False)
    expected = re.escape(f"profile gateway 'work' already registered at {slot(hermes, 'work')}")
    with pytest.raises(ValueError, match=f"^{expected}$"):
        manager.register_profile_gateway("work")
    with pytest.raises(ValueError, match="invalid profile name"):
        manager.register_profile_gateway("Work")


def test_u10_without_a_scanner_nothing_stays(hermes: Hermes) -> None:
    hermes.tree.end()
    manager = S6ServiceManager()
    with pytest.raises(RuntimeError, match=r"^s6-svscanctl failed: .*no s6-svscan"):
        manager.register_profile_gateway("work")
    assert [name for name in os.listdir(hermes.tree.scandir) if not name.startswith(".")] == []


def test_u11_unregister(hermes: Hermes) -> None:
    manager = S6ServiceManager()
    hermes.profile("work")
    manager.unregister_profile_gateway("work")  # none is no error
    manager.register_profile_gateway("work")
    runs(hermes, "work")
    pid = s6("s6-svstat", "-o", "pid", slot(hermes, "work")).strip()
    manager.unregister_profile_gateway("work")
    assert not slot(hermes, "work").exists() and not os.path.exists(f"/proc/{pid}")
    assert manager.list_profile_gateways() == []
    with pytest.raises(ValueError):
        manager.unregister_profile_gateway("../work")


def test_u12_list(hermes: Hermes, tmp_path: Path) -> None:
    S6ServiceManager().register_profile_gateway("work", start_now=False)
    (hermes.tree.scandir / "other").mkdir()
    (hermes.tree.scandir / ".gateway-hidden").mkdir()
    assert S6ServiceManager().list_profile_gateways() == ["work"]
    assert S6ServiceManager(tmp_path / "none").list_profile_gateways() == []


def test_u13_without_a_slot(hermes: Hermes) -> None:
    manager = S6ServiceManager()
    hermes.profile("ghost")
    for verb in (manager.start, manager.stop, manager.restart):
        with pytest.raises(GatewayNotRegisteredError) as caught:
            verb("gateway-ghost")
        assert isinstance(caught.value, S6Error) and isinstance(caught.value, RuntimeError)
        assert (caught.value.profile, caught.value.service) == ("ghost", "gateway-ghost")
        assert str(caught.value) == (
            "no such gateway 'ghost': register it with `hermes profile create ghost` first, "
            "or pass an existing profile name via `-p <name>`"
        )
        with pytest.raises(GatewayNotRegisteredError):
            verb("gateway-../ghost")
    assert not (hermes.of("ghost") / "gateway_state.json").exists()
    assert not manager.is_running("gateway-ghost") and not manager.is_running("a/b")


def test_u13_u15_to_u18_start_stop_restart(hermes: Hermes, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = S6ServiceManager()
    for profile in ("work", "default"):
        hermes.profile(profile)
        (hermes.of(profile) / "gateway_state.json").write_text('{"foreign":[1, 2]}')
        manager.register_profile_gateway(profile, start_now=False)
    # The caller's home may be another profile's.
    monkeypatch.setenv("HERMES_HOME", str(hermes.of("work")))
    for profile in ("work", "default"):
        name = f"gateway-{profile}"
        manager.start(name)
        assert manager.is_running(name) and s6("s6-svstat", "-o", "up", slot(hermes, profile)).strip() == "true"
        runs(hermes, profile)
        assert state(hermes, profile)["desired_state"] == "running" and state(hermes, profile)["foreign"] == [1, 2]
        first = s6("s6-svstat", "-o", "pid", slot(hermes, profile))
        manager.restart(name)
        assert s6("s6-svstat", "-o", "pid", slot(hermes, profile)) != first
        until(lambda profile=profile: str(state(hermes, profile)["pid"]) in s6("s6-svstat", "-o", "pid", slot(hermes, profile)))  # type: ignore[misc]
        runs(hermes, profile)
        manager.stop(name)
        # It was told, in its own home, that its end is meant: exit 0, and `stopped`.
        assert s6("s6-svstat", "-o", "up,exitcode", slot(hermes, profile)).split() == ["false", "0"]
        assert state(hermes, profile)["desired_state"] == state(hermes, profile)["gateway_state"] == "stopped"
        assert not manager.is_running(name)


def test_p04_a_restart_starts_what_is_down(hermes: Hermes) -> None:
    manager = S6ServiceManager()
    hermes.profile("work")
    manager.register_profile_gateway("work", start_now=False)
    manager.restart("gateway-work")
    assert manager.is_running("gateway-work")


def test_p01_a_stop_that_does_not_come_is_told(hermes: Hermes) -> None:
    manager = S6ServiceManager()
    (hermes.profile("work") / "stand-in").write_text("deaf\n")
    manager.register_profile_gateway("work")
    runs(hermes, "work")
    manager.timeout = 0.3
    with pytest.raises(S6CommandError) as caught:
        manager.stop("gateway-work")
    assert (caught.value.service, caught.value.action, caught.value.returncode) == ("gateway-work", "stop", 99)
    assert str(caught.value) == f"s6-svc stop on 'gateway-work' failed (rc=99): {caught.value.stderr}"


@pytest.mark.skipif(os.getuid() == 0, reason="root may do everything")
def test_u14_what_s6_refuses(hermes: Hermes) -> None:
    manager = S6ServiceManager()
    hermes.profile("work")
    manager.register_profile_gateway("work", start_now=False)
    control = slot(hermes, "work") / "supervise/control"
    control.chmod(0)
    with pytest.raises(S6CommandError) as caught:
        manager.start("gateway-work")
    control.chmod(0o660)
    assert caught.value.returncode == 111 and "Permission denied" in caught.value.stderr
    assert isinstance(caught.value.__cause__, PermissionError)


def test_the_message_without_a_reason() -> None:
    error = S6CommandError(service="gateway-a", action="start", returncode=111, stderr="")
    assert str(error) == "s6-svc start on 'gateway-a' failed (rc=111)"
    assert (error.service, error.action, error.returncode, error.stderr) == ("gateway-a", "start", 111, "")


def test_u30_on_demand(hermes: Hermes) -> None:
    manager = S6ServiceManager()
    assert register_unregistered_profile_gateway(manager, "work") is False  # no SOUL.md
    assert manager.list_profile_gateways() == []
    hermes.profile("work")
    assert register_unregistered_profile_gateway(manager, "work") is True
    assert (slot(hermes, "work") / "down").exists()
    assert register_unregistered_profile_gateway(manager, "work") is False


def test_the_tree_is_that_which_there_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HERMES_SCANDIR", "S6_PROFILE_GATEWAY_SCANDIR", "HERMES_GATEWAY_TREE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(service_manager, "_ISOLATED_SCANDIR", tmp_path)
    assert S6ServiceManager().scandir == tmp_path
    monkeypatch.setenv("HERMES_GATEWAY_TREE", "shared")
    assert S6ServiceManager().scandir == Path("/run/service")
    monkeypatch.setenv("S6_PROFILE_GATEWAY_SCANDIR", "/theirs")
    assert S6ServiceManager().scandir == Path("/theirs") and detect_service_manager() == "s6"
    monkeypatch.setenv("HERMES_SCANDIR", "/ours")
    assert S6ServiceManager().scandir == Path("/ours")
    # Who names a tree means it, the default's as well; the signature stays the runtime's.
    for given in (S6_DYNAMIC_SCANDIR, "/run/service"):
        assert S6ServiceManager(given).scandir == S6_DYNAMIC_SCANDIR
    assert inspect.signature(S6ServiceManager).parameters["scandir"].default == S6_DYNAMIC_SCANDIR
    monkeypatch.setenv("HERMES_GATEWAY_POLICY", "Z")
    with pytest.raises(ValueError, match="HERMES_GATEWAY_POLICY"):
        S6ServiceManager().list_profile_gateways()
