"""What the commands say: the scenarios U27 to U31 of the contract, and B44 to B48, through Python."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Hermes, until
from hermes_s6 import ServiceDirectory, dispatch, service_manager
from hermes_s6.service_manager import GatewayRefusedError, S6ServiceManager

Said = pytest.CaptureFixture[str]


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "detect_service_manager", lambda: "systemd")


def test_u27_a_host_goes_on_as_before(host: None, capsys: Said) -> None:
    assert not dispatch.dispatch("start", "work") and not dispatch.dispatch_all("stop")
    assert not dispatch.install("install") and not dispatch.redirect_run("work")
    assert dispatch.status_section() is None and dispatch.doctor_section() is None and not dispatch.gateway_status()
    assert dispatch.doctor_issues() == []
    dispatch.profile_created("work")
    dispatch.profile_deleted("work")
    assert capsys.readouterr() == ("", "")


def test_u27_one_gateway(hermes: Hermes, capsys: Said) -> None:
    assert not dispatch.dispatch("status") and not dispatch.dispatch_all("start")
    assert dispatch.dispatch("start")  # the root's, on demand
    assert capsys.readouterr().out == "✓ registered the s6 gateway slot for profile 'default'\n"
    assert dispatch.dispatch("restart") and dispatch.dispatch("stop") and dispatch.dispatch("start", "default")
    assert capsys.readouterr().out == ""
    assert S6ServiceManager().is_running("gateway-default")


def test_u27_u30_friendly_errors(hermes: Hermes, capsys: Said) -> None:
    hermes.profile("work")
    missing = (
        "✗ no such gateway '{0}': register it with `hermes profile create {0}` first, "
        "or pass an existing profile name via `-p <name>`\n"
    )
    for action, profile in (("stop", "work"), ("restart", "work"), ("start", "ghost")):
        with pytest.raises(SystemExit) as caught:
            dispatch.dispatch(action, profile)
        assert caught.value.code == 1 and capsys.readouterr().out == missing.format(profile)
    with pytest.raises(SystemExit):
        dispatch.dispatch("start", "No Name")
    assert capsys.readouterr().out.startswith("✗ invalid profile name")


def test_u28_all(hermes: Hermes, capsys: Said) -> None:
    assert dispatch.dispatch_all("stop")
    assert capsys.readouterr().out == "✗ No profile gateways registered under s6\n"
    for name in ("a", "b"):
        hermes.profile(name)
        S6ServiceManager().register_profile_gateway(name)
    assert dispatch.dispatch_all("restart")
    assert capsys.readouterr().out == "✓ Restarted 2 profile gateway(s) under s6\n"
    assert dispatch.dispatch_all("stop")
    assert capsys.readouterr().out == "✓ Stopped 2 profile gateway(s) under s6\n"


@pytest.mark.skipif(os.getuid() == 0, reason="root may do everything")
def test_u28_one_that_fails_keeps_no_other(hermes: Hermes, capsys: Said) -> None:
    for name in ("a", "b"):
        hermes.profile(name)
        S6ServiceManager().register_profile_gateway(name)
    control = hermes.tree.scandir / "gateway-a/supervise/control"
    control.chmod(0)
    with pytest.raises(SystemExit) as caught:
        dispatch.dispatch_all("stop")
    control.chmod(0o660)
    lines = capsys.readouterr().out.splitlines()
    assert caught.value.code == 1 and lines[0].startswith("✗ Could not stop gateway-a: s6-svc stop on 'gateway-a' failed (rc=111)")
    assert lines[1:] == ["✓ Stopped 1 profile gateway(s) under s6"]


def test_install_says_that_there_is_nothing_to_do(hermes: Hermes, capsys: Said) -> None:
    assert dispatch.install("install") and dispatch.install("uninstall")
    said = capsys.readouterr().out
    assert "registered with s6 automatically" in said and "removed from s6 automatically" in said


def test_status_and_doctor(hermes: Hermes, tmp_path: Path) -> None:
    down = dispatch.status_section()
    assert down is not None and "Manager:      s6 (container supervisor)" in down and "PID(s):" not in down
    dispatch.dispatch("start")
    pid = ServiceDirectory(hermes.tree.scandir / "gateway-default").status().pid
    up = dispatch.status_section()
    assert up is not None and up.startswith("Gateway Service\n") and f"PID(s):       {pid}" in up and "✓ running" in up
    hermes.profile("work")
    S6ServiceManager().register_profile_gateway("work", start_now=False)
    said = dispatch.doctor_section(tmp_path / "none")
    assert said == (
        "s6 Supervision\n  main-hermes: down\n  dashboard: down (expected if not enabled via env)\n"
        "  Per-profile gateways: 1/2 supervised up (default, work)"
    )
    hermes.tree.add("dashboard", place="static")
    link = hermes.tree.scandir / "dashboard"
    link.symlink_to(tmp_path / "static/dashboard")
    subprocess.run(["s6-svscanctl", "-a", hermes.tree.scandir], check=True)
    until(lambda: "dashboard: up" in (dispatch.doctor_section(tmp_path / "static") or ""))


def test_u31_profiles_come_and_go(hermes: Hermes, capsys: Said) -> None:
    hermes.profile("work")
    dispatch.profile_created("work")
    dispatch.profile_created("work")  # twice is no error
    assert S6ServiceManager().list_profile_gateways() == ["work"] and not S6ServiceManager().is_running("gateway-work")
    dispatch.profile_deleted("work")
    dispatch.profile_deleted("work")
    assert S6ServiceManager().list_profile_gateways() == []
    assert capsys.readouterr().out == ""
    hermes.tree.end()
    dispatch.profile_created("work")
    assert capsys.readouterr().out.startswith("⚠ Could not register s6 gateway service: s6-svscanctl failed: ")


# The gateway is a shell here, with a child that calls Python in a session of its own.
INSIDE = """#!/bin/sh
try() { setsid -w "$PYTHON" -c "from hermes_s6 import dispatch; dispatch.$2" >"$HERMES_HOME/$1" 2>&1; echo $? >>"$HERMES_HOME/$1"; }
try stop 'dispatch(\"stop\", \"work\")'
try restart 'dispatch(\"restart\", \"work\")'
try deleted 'profile_deleted(\"work\")'
try other 'dispatch(\"restart\", \"play\")'
try uninstall 'install(\"uninstall\")'
try all 'dispatch_all(\"stop\")'
: >"$HERMES_HOME/done"
exec sleep 1000000
"""


def test_b44_a_gateway_does_not_end_itself(hermes: Hermes, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    gateway = tmp_path / "bin/hermes"
    subprocess.run(["sh", "-c", 'printf %s "$1" >"$2" && chmod 755 "$2"', "sh", INSIDE, gateway], check=True)
    for name in ("play", "work"):
        hermes.profile(name)
    manager = S6ServiceManager()
    manager.register_profile_gateway("play")
    path = f"{gateway.parent}:{os.environ['PATH']}"
    manager.register_profile_gateway("work", extra_env={"PATH": path, "PYTHON": sys.executable})
    until((hermes.home / "done").exists, 60)
    said = {name: (hermes.home / name).read_text() for name in ("stop", "restart", "deleted", "other", "uninstall", "all")}
    refused = "Refusing to end gateway 'work' from inside it: "
    for verb in ("stop", "restart"):
        assert said[verb].startswith(f"✗ {refused}") and said[verb].endswith("\n1\n") and "Traceback" not in said[verb]
    assert said["deleted"].startswith(f"⚠ Could not unregister s6 gateway service: {refused}")
    assert said["deleted"].endswith("\n0\n") and said["other"] == "0\n" and said["uninstall"].endswith("\n0\n")
    lines = said["all"].splitlines()
    assert lines[0].startswith(f"✗ Could not stop gateway-work: {refused}")
    assert lines[1:] == ["✓ Stopped 1 profile gateway(s) under s6", "1"]
    assert manager.is_running("gateway-work") and not manager.is_running("gateway-play")
    # Who is refused is not wanted down by anybody.
    assert not (hermes.of("work") / "gateway_state.json").exists()


def test_b45_what_the_roots_gateway_serves(hermes: Hermes, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    hermes.profile("work")
    for policy in ({"HERMES_GATEWAY_POLICY": "C"}, {"HERMES_GATEWAY_POLICY": "B", "GATEWAY_MULTIPLEX_PROFILES": "1"}):
        for name, value in policy.items():
            monkeypatch.setenv(name, value)
        for refuse in (dispatch.dispatch, dispatch.install):
            with pytest.raises(SystemExit) as caught:
                refuse("start" if refuse is dispatch.dispatch else "install", "work")  # type: ignore[operator]
            said = capsys.readouterr().out
            assert caught.value.code == 78 and "(multiplexing)" in said and said.endswith("--force\n")
    assert S6ServiceManager().list_profile_gateways() == []
    assert dispatch.install("install", "work", force=True) and dispatch.install("install") and dispatch.install("uninstall", "work")
    assert dispatch.dispatch("start", "work", force=True) and dispatch.dispatch("start")
    capsys.readouterr()
    with pytest.raises(SystemExit) as caught:
        dispatch.dispatch("restart", "work")
    assert caught.value.code == 78 and "(multiplexing)" in capsys.readouterr().out
    manager = S6ServiceManager()
    with pytest.raises(GatewayRefusedError) as refused:
        manager.start("gateway-work")
    assert (refused.value.returncode, refused.value.service) == (78, "gateway-work")
    assert dispatch.dispatch("restart", "work", force=True) and manager.is_running("gateway-work")
    assert dispatch.dispatch("stop", "work")


def test_b47_gateway_status(hermes: Hermes, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    assert dispatch.gateway_status() and capsys.readouterr().out == "✗ Gateway is not running\n"
    dispatch.dispatch("start")
    capsys.readouterr()
    pid = ServiceDirectory(hermes.tree.scandir / "gateway-default").status().pid
    assert dispatch.gateway_status() and capsys.readouterr().out.startswith(f"✓ Gateway is running (PID: {pid})\n")
    assert dispatch.gateway_status("work") and capsys.readouterr().out == "✗ Gateway is not running\n"
    # Where the root's serves it, that is its gateway.
    monkeypatch.setenv("HERMES_GATEWAY_POLICY", "C")
    assert dispatch.gateway_status("work") and f"(PID: {pid})" in capsys.readouterr().out
    assert f"PID(s):       {pid}" in (dispatch.status_section("work") or "")


@pytest.fixture
def docker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "detect_service_manager", lambda: "none")
    monkeypatch.setattr(dispatch, "runs_in_container", lambda: True)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_b40_no_name_and_no_locale_makes_a_traceback(hermes: Hermes, encoding: str) -> None:
    program = "from hermes_s6 import dispatch; dispatch._is_s6 = lambda: True; dispatch.dispatch('stop', 'a\\udcff')"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env={**os.environ, "PYTHONIOENCODING": encoding}
    )
    assert ran.returncode == 1 and ran.stderr == b"" and rb"\udcff" in ran.stdout


def test_b46_p22_a_start_without_s6(docker: None, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    for profile in (None, "work"):
        with pytest.raises(SystemExit) as caught:
            dispatch.dispatch("start", profile)
        said = capsys.readouterr()
        assert caught.value.code == 102 and said.err == "reason=no-service-manager\n"
        assert "docker start <container>" in said.out and "docker restart <container>" in said.out
    # All else is the runtime's, and a gateway that is to run here runs.
    assert not dispatch.dispatch("stop") and not dispatch.dispatch("restart") and not dispatch.dispatch_all("stop")
    assert not dispatch.install("install") and not dispatch.gateway_status() and not dispatch.redirect_run("work")
    # No container, or one that another keeps services in.
    monkeypatch.setattr(dispatch, "runs_in_container", lambda: False)
    assert not dispatch.dispatch("start") and dispatch.status_section() is None
    monkeypatch.undo()
    monkeypatch.setattr(dispatch, "detect_service_manager", lambda: "systemd")
    monkeypatch.setattr(dispatch, "runs_in_container", lambda: True)
    assert not dispatch.dispatch("start") and dispatch.status_section() is None
    assert capsys.readouterr() == ("", "")


def test_b47_the_status_in_a_container_without_s6(hermes: Hermes, docker: None) -> None:
    stopped = "Gateway Service\n  Status:       ✗ stopped\n  Manager:      docker (foreground)"
    assert dispatch.status_section() == stopped and dispatch.status_section("../x") == stopped
    state = hermes.profile("work") / "gateway_state.json"
    gateway = subprocess.Popen(["hermes", "-p", "work", "gateway", "run"])
    until(lambda: state.exists() and json.loads(state.read_text()).get("gateway_state") == "running")
    running = stopped.replace("✗ stopped", "✓ running") + f"\n  PID(s):       {gateway.pid}"
    assert dispatch.status_section("work") == running and dispatch.status_section() == stopped
    gateway.kill()
    gateway.wait()
    assert dispatch.status_section("work") == stopped
    # The number is another's by now, or never was one.
    for pid in (os.getpid(), 0, -1, "1", None, 1 << 70):
        state.write_text(json.dumps({"pid": pid}))
        assert dispatch.status_section("work") == stopped


def test_p26_a_container_is_known_by_its_signs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    groups = ("docker", "libpod-podman", "kubepods/pod1", "x/lxc", "containerd")
    signs = {
        ".dockerenv": [""],
        "run/.containerenv": [""],
        "proc/1/cgroup": [f"12:pids:/{group}/0123\n" for group in groups],
    }
    for path, texts in signs.items():
        for number, text in enumerate(texts):
            root = tmp_path / f"{path.replace('/', '-')}{number}"
            (root / path).parent.mkdir(parents=True)
            assert not service_manager.runs_in_container(root)
            (root / path).write_text(text)
            assert service_manager.runs_in_container(root), text
    (tmp_path / "proc/1").mkdir(parents=True)
    (tmp_path / "proc/1/cgroup").write_bytes(b"0::/init.scope\xff\n")
    assert not service_manager.runs_in_container(tmp_path)
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "10.0.0.1")
    assert service_manager.runs_in_container(tmp_path)


def test_b48_one_gateway_for_all(hermes: Hermes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HERMES_GATEWAY_POLICY", "C")

    def said() -> list[str]:
        return (dispatch.doctor_section(tmp_path / "none") or "").splitlines()[3:]

    assert said() == ["  Host gateway: down"] and dispatch.doctor_issues() == []  # no slot, nothing to mend
    for name in ("alone", "play", "work"):
        hermes.profile(name)
        S6ServiceManager().register_profile_gateway(name, start_now=False)
    assert said() == ["  Host gateway: down"]
    assert dispatch.doctor_issues() == [
        "Gateway slots are there, and nothing serves them (alone, play, work): hermes gateway start"
    ]
    state = hermes.home / "gateway_state.json"
    state.write_text('{"pid":1,"served_profiles":["nobody"]}')
    dispatch.dispatch("start")
    pid = ServiceDirectory(hermes.tree.scandir / "gateway-default").status().pid
    until(lambda: json.loads(state.read_text()).get("gateway_state") == "running")
    # By its own word, and without what might be meant for the terminal.
    told = json.loads(state.read_text())
    state.write_text(json.dumps({**told, "served_profiles": ["default", "work", "\x1b[2J"]}))
    assert said() == [f"  Host gateway: up (PID {pid}), serves 2 profile(s): default, work"] and dispatch.doctor_issues() == []
    for text in (json.dumps({**told, "pid": 1}), "[]", "{", "[" * 200000, '{"pid":%d}' % (pid or 0)):
        state.write_text(text)
        assert said() == [f"  Host gateway: up (PID {pid})"]
    state.unlink()
    os.mkfifo(state)
    assert said() == [f"  Host gateway: up (PID {pid})"]
    state.unlink()
    (hermes.of("alone") / "gateway.standalone").touch()
    for name in ("alone", "play", "work"):
        dispatch.dispatch("start", name, force=True)
    assert said() == [f"  Host gateway: up (PID {pid})", "  LEGACY per-profile gateway slots still supervised: play, work"]
    assert dispatch.doctor_issues() == [
        "Gateways of profiles run beside the host's (play, work): hermes gateway migrate --multiplex"
    ]
    for name in ("play", "work"):
        dispatch.dispatch("stop", name)  # parks them
    assert said() == [f"  Host gateway: up (PID {pid})"] and dispatch.doctor_issues() == []


RUN = "from hermes_s6 import dispatch; print(dispatch.redirect_run('work'))"


def test_u29_run_becomes_the_heartbeat(hermes: Hermes) -> None:
    hermes.profile("work")
    for path in (os.environ["PATH"], "/nonexistent"):  # with `sleep`, and in an image without it
        hearts = subprocess.Popen(
            [sys.executable, "-c", f"import os; os.environ['PATH'] = {path!r}; {RUN}"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert hearts.stderr is not None and hearts.stdout is not None
        said = hearts.stderr.readline()
        assert "s6 supervision" in said and "--no-supervise" in said and "HERMES_GATEWAY_NO_SUPERVISE=1" in said
        assert S6ServiceManager().is_running("gateway-work") and hearts.poll() is None
        until(lambda process=hearts.pid: "State:\tS" in Path(f"/proc/{process}/status").read_text())  # type: ignore[misc]
        hearts.send_signal(signal.SIGTERM)
        # `sleep` dies of it, and so does Python, if it is told before it waits.
        assert hearts.wait(20) in (143, -signal.SIGTERM)
        hearts.stdout.close()
        hearts.stderr.close()


@pytest.mark.parametrize("variable", ["HERMES_GATEWAY_NO_SUPERVISE", "HERMES_S6_SUPERVISED_CHILD"])
def test_u29_who_runs_it_himself(hermes: Hermes, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    hermes.profile("work")
    assert dispatch.redirect_run("work", no_supervise=True) is False
    monkeypatch.setenv(variable, "1")
    assert dispatch.redirect_run("work") is False
    assert S6ServiceManager().list_profile_gateways() == []


def test_a_host_is_told_by_what_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERMES_SCANDIR", "/somewhere")
    assert service_manager.detect_service_manager() == "s6"
