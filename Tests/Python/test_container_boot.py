"""Reconciliation at boot: the scenarios U19 to U26 of the contract, through Python."""
from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Hermes
from hermes_s6 import container_boot
from hermes_s6.container_boot import ReconcileAction, container_argv, reconcile_profile_gateways
from hermes_s6.service_manager import S6ServiceManager


@pytest.fixture
def boot(hermes: Hermes) -> Hermes:
    """A container that starts: no s6-svscan yet."""
    hermes.tree.end()
    for name in os.listdir(hermes.tree.scandir):
        if not name.startswith("."):
            (hermes.tree.scandir / name).unlink()
    return hermes


def reconcile(hermes: Hermes, **more: object) -> dict[str, ReconcileAction]:
    done = reconcile_profile_gateways(hermes_home=hermes.home, scandir=hermes.tree.scandir, **more)  # type: ignore[arg-type]
    return {action.profile: action for action in done}


STATES = {
    "running": ('{"gateway_state":"running"}', "running", "started"),
    "draining": ('{"gateway_state":"draining"}', "running", "started"),
    "degraded": ('{"gateway_state":"degraded"}', "running", "started"),
    "stopped": ('{"gateway_state":"stopped"}', "stopped", "registered"),
    "starting": ('{"gateway_state":"starting"}', "starting", "registered"),
    "startup_failed": ('{"gateway_state":"startup_failed"}', "startup_failed", "registered"),
    "wanted": ('{"gateway_state":"stopped","desired_state":"running"}', "running", "started"),
    "unwanted": ('{"gateway_state":"running","desired_state":"stopped"}', "stopped", "registered"),
    "corrupt": ("{", None, "registered"),
    "none": (None, None, "registered"),
}


def test_u19_prior_states(boot: Hermes) -> None:
    for name, (text, _, _) in STATES.items():
        boot.profile(name, text)
    done = reconcile(boot)
    assert list(done)[0] == "default" and set(done) == {"default", *STATES}
    for name, (_, prior, action) in STATES.items():
        assert (done[name].prior_state, done[name].action) == (prior, action), name
        assert (boot.tree.scandir / f"gateway-{name}" / "down").exists() == (action == "registered")


def test_u20_what_is_no_profile(boot: Hermes) -> None:
    assert set(reconcile(boot)) == {"default"}  # no profiles/
    boot.profile("work")
    (boot.home / "profiles/stray").mkdir()
    (boot.home / "profiles/default").mkdir()
    (boot.home / "profiles/default/SOUL.md").touch()
    done = reconcile(boot)
    assert S6ServiceManager().list_profile_gateways() == ["default", "work"]
    assert "stray" not in done


def test_p16_a_bad_name_keeps_no_other(boot: Hermes) -> None:
    boot.profile("Bad Name", "[]")
    boot.profile("odd", '["running"]')
    boot.profile("work", '{"desired_state":"running"}')
    done = reconcile(boot)
    assert done["Bad Name"].action == "skipped" and done["work"].action == "started"
    assert done["odd"].action == "registered"


def test_u21_stale_files_and_the_dry_run(boot: Hermes) -> None:
    work = boot.profile("work", '{"desired_state":"running"}')
    stale = [home / name for home in (boot.home, work) for name in ("gateway.pid", "processes.json")]
    for path in [*stale, work / "gateway.lock"]:
        path.touch()
    before = sorted(boot.tree.base.rglob("*"))
    assert reconcile(boot, dry_run=True)["work"] == ReconcileAction("work", "running", "started", "unknown")
    assert sorted(boot.tree.base.rglob("*")) == before
    reconcile(boot)
    assert not any(path.exists() for path in stale) and (work / "gateway.lock").exists()


def test_u22_the_boot_log(boot: Hermes) -> None:
    boot.profile("work", '{"desired_state":"running"}')
    log = boot.home / "logs/container-boot.log"
    reconcile(boot)
    lines = log.read_text().splitlines()
    assert len(lines) == 2
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000"
    assert re.fullmatch(rf"{stamp} profile=default prior_state=None action=registered prior_exit=unknown", lines[0])
    assert re.fullmatch(rf"{stamp} profile=work prior_state=running action=started prior_exit=unknown", lines[1])
    log.write_text("x" * 262143)
    reconcile(boot)
    assert not log.with_name("container-boot.log.1").exists()
    for filling in ("y", "z"):
        log.write_text(filling * 262144)
        reconcile(boot)
        assert log.with_name("container-boot.log.1").read_text()[0] == filling
        assert len(log.read_text().splitlines()) == 2


def test_u23_a_second_pass(boot: Hermes) -> None:
    boot.profile("work", '{"desired_state":"running"}')
    (boot.tree.scandir / ".gateway-work.tmp").mkdir()
    reconcile(boot)
    assert not (boot.tree.scandir / "gateway-work/down").exists()
    boot.profile("work", '{"desired_state":"stopped"}')
    reconcile(boot)
    assert (boot.tree.scandir / "gateway-work/down").exists()
    assert not [name for name in os.listdir(boot.tree.scandir) if name.endswith(".tmp")]
    # What runs is not replaced below its process.
    boot.tree.start()
    S6ServiceManager().start("gateway-work")
    assert reconcile(boot)["work"].action == "unchanged"
    assert S6ServiceManager().is_running("gateway-work")


@pytest.mark.parametrize(
    ("config", "variable", "down"),
    [
        ("multiplex_profiles: true\n", None, True),
        ("gateway:\n  multiplex_profiles: true\n", None, True),
        ("multiplex_profiles: true\n", "false", False),
        ("multiplex_profiles: false\n", "true", True),
        ("{", "true", True),
        (None, None, False),
    ],
)
def test_u24_multiplexing(
    boot: Hermes, monkeypatch: pytest.MonkeyPatch, config: str | None, variable: str | None, down: bool
) -> None:
    boot.profile("work", '{"desired_state":"running"}')
    monkeypatch.setenv("HERMES_GATEWAY_POLICY", "B")
    if config is not None:
        (boot.home / "config.yaml").write_text(config)
    if variable is not None:
        monkeypatch.setenv("GATEWAY_MULTIPLEX_PROFILES", variable)
    assert reconcile(boot)["work"].action == ("registered" if down else "started")


@pytest.mark.parametrize(
    ("argv", "starts"),
    [
        (["gateway", "run"], True),
        (["/init", "/opt/hermes/docker/main-wrapper.sh", "gateway", "run"], True),
        (["/bin/sh", "-e", "/x/rc.init", "top", "/opt/hermes/docker/main-wrapper.sh", "hermes", "gateway", "run"], True),
        (["gateway", "run", "--no-supervise"], False),
        (["chat"], False),
        (None, False),
    ],
)
def test_u25_a_container_from_before_there_were_slots(boot: Hermes, argv: list[str] | None, starts: bool) -> None:
    done = reconcile(boot, container_argv=argv)["default"]
    assert (done.prior_state, done.action) == (("running", "started") if starts else (None, "registered"))
    file = boot.home / "gateway_state.json"
    assert file.exists() == starts
    if starts:
        state = json.loads(file.read_text())
        assert state["desired_state"] == "running" and state["migrated_from"] == "legacy-container-cmd"


@pytest.mark.parametrize(("text", "prior"), [('{"phase":"exited"}', "clean"), ('{"phase":"running"}', "unclean"), ("", "unknown")])
def test_u26_how_it_ended(boot: Hermes, text: str, prior: str) -> None:
    (boot.home / "state").mkdir()
    (boot.home / "state/gateway.lifecycle.json").write_text(text)
    assert reconcile(boot)["default"].prior_exit == prior


def test_u25_the_command_is_found(tmp_path: Path) -> None:
    assert container_argv(tmp_path / "none") is None
    for number, words in {1: ["/init"], 17: ["sh", "/opt/hermes/docker/main-wrapper.sh", "/x/entrypoint-dispatch.sh", "/x/hermes", "a", ""]}.items():
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "cmdline").write_bytes(b"".join(word.encode() + b"\0" for word in words))
    assert container_argv(tmp_path) == ["a", ""]


def test_main(boot: Hermes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    boot.profile("work", '{"desired_state":"running"}')
    monkeypatch.setattr(container_boot, "container_argv", lambda: ["dashboard", "--port", "1"])
    assert container_boot.main() == 0
    expected = "reconcile: skipping (dashboard container — does not need per-profile gateways)\n"
    assert capsys.readouterr().out == expected and S6ServiceManager().list_profile_gateways() == []
    monkeypatch.setattr(container_boot, "container_argv", lambda: None)
    assert container_boot.main() == 0
    assert capsys.readouterr().out == (
        "reconcile: profile=default prior_state=None action=registered\n"
        "reconcile: profile=work prior_state=running action=started\n"
    )


NAMES = [
    b"a\nreconcile: profile=x prior_state=None action=started", b"\xff\xfe", b"caf\xc3\xa9", b"\x1b[2Jx", b"with space",
    b"\xe2\x80\xaegpj", b"\xc2\x85", b"\xe2\x81\xa6x", b"\xef\xbb\xbfx", b"\xd8\x9c", b"\xe2\x80", b"\xed\xa0\x80",
    b"\xf0\x9f\x98\x80", b"x" * 63 + b"\xc3\xa9", b"\x7f",
]  # fmt: skip


@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
def test_main_says_of_any_name_what_hermesctl_says(boot: Hermes, locale: str) -> None:
    for name in NAMES:
        home = os.fsencode(boot.home / "profiles") + b"/" + name
        os.makedirs(home)
        open(home + b"/SOUL.md", "x").close()
    variables = {**os.environ, "LC_ALL": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    ran = subprocess.run([sys.executable, "-m", "hermes_s6.container_boot"], capture_output=True, env=variables)
    theirs = subprocess.run(["hermesctl", "reconcile", "--boot", "--dry-run"], capture_output=True, check=True)
    assert (ran.returncode, ran.stderr) == (0, b"")
    said = ran.stdout.decode()
    if locale == "C":
        said = re.sub(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})", lambda found: chr(int(found[1] or found[2], 16)), said)
        said = said.replace("caf\\xe9", "café")
    expected = re.sub(" (prior_exit|folded_into_root|observed_state)=.*", "", theirs.stdout.decode())
    assert said.splitlines() == expected.splitlines() and len(said.splitlines()) == 1 + len(NAMES)
    assert all(line.startswith("reconcile: profile=") and line.isprintable() for line in said.splitlines())
