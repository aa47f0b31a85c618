"""Live trees: a real s6-svscan for each, by whoever runs the tests, without any right."""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hermes_s6 import ServiceDirectory, ServiceEvent


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Looks until it is so: for what nobody tells a test."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.01)


def s6(*words: str | os.PathLike[str]) -> str:
    """What a program of s6 says."""
    ran = subprocess.run([os.fspath(word) for word in words], capture_output=True, text=True)
    assert ran.returncode == 0, f"{words} ended with {ran.returncode}: {ran.stderr}"
    return ran.stdout


class Tree:
    """A scandir with an s6-svscan on it."""

    def __init__(self, base: Path, **variables: str) -> None:
        self.base = base
        self.scandir = base / "scan"
        self.scandir.mkdir()
        self.variables = {**os.environ, **variables}
        self.process: subprocess.Popen[bytes] | None = None

    def add(self, name: str, run: str = "exec sleep 1000000", *, ready: bool = False, place: str = "scan") -> Path:
        directory = self.base / place / name
        directory.mkdir(parents=True)
        # By a shell: what a child of another thread's fork still has open for writing cannot be executed.
        script = f"#!/bin/sh\n{run}\n"
        subprocess.run(["sh", "-c", 'printf %s "$1" >"$2" && chmod 755 "$2"', "sh", script, directory / "run"], check=True)
        if ready:
            (directory / "notification-fd").write_text("3\n")
        return directory

    def start(self) -> None:
        with (self.base / "log").open("ab") as log:
            self.process = subprocess.Popen(
                ["s6-svscan", self.scandir], stdout=log, stderr=log, env=self.variables, start_new_session=True
            )
        until(lambda: subprocess.run(["s6-svscanctl", "-a", self.scandir], capture_output=True).returncode == 0)
        for slot in self.slots():
            # Not s6-svok, which asks for the lock: that is taken before control is read, and the first status written.
            until(lambda slot=slot: subprocess.run(["s6-svstat", slot], capture_output=True).returncode == 0)  # type: ignore[misc]

    def slots(self) -> list[Path]:
        return [path for path in self.scandir.iterdir() if not path.name.startswith(".")]

    def end(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        # What is deaf, and all that is left: they have one process group and session.
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            for slot in self.slots():
                subprocess.run(["s6-svc", "-dxk", slot], capture_output=True)
            self.process.wait(20)
        self.process = None


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    """Without services: a test adds them, and starts it."""
    tree = Tree(tmp_path)
    yield tree
    tree.end()
    if (tmp_path / "log").exists():
        print((tmp_path / "log").read_text())  # shown if the test has failed


@pytest.fixture
def web(tree: Tree) -> Path:
    """A tree with one service, which is ready, and has said so to all who listen."""
    directory = tree.add("web", "echo >&3; exec sleep 1000000", ready=True)
    (directory / "down").touch()
    tree.start()
    (directory / "down").unlink()
    with ServiceDirectory(directory).subscribe() as events:
        s6("s6-svc", "-u", directory)
        while events.next(20) is not ServiceEvent.READY:
            pass
    return directory


class Hermes:
    """Hermes' home, and a tree whose gateways are stand-ins."""

    def __init__(self, base: Path, tree: Tree) -> None:
        self.home = base / "home"
        self.tree = tree
        self.profile("default")

    def of(self, profile: str) -> Path:
        return self.home if profile == "default" else self.home / "profiles" / profile

    def profile(self, name: str, state: str | None = None) -> Path:
        home = self.of(name)
        home.mkdir(parents=True, exist_ok=True)
        (home / "SOUL.md").touch()
        if state is not None:
            (home / "gateway_state.json").write_text(state)
        return home


@pytest.fixture
def hermes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hermes]:
    """A tree without slots, which runs; the environment names it."""
    for name in [name for name in os.environ if name.startswith(("HERMES_", "GATEWAY_", "S6_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HERMES_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HERMES_SCANDIR", str(tmp_path / "scan"))
    monkeypatch.setenv("HERMES_GATEWAY_RESTART_INTERVAL", "0")
    assert shutil.which("hermes") and shutil.which("hermesctl")
    tree = Tree(tmp_path)
    hermes = Hermes(tmp_path, tree)
    tree.start()
    yield hermes
    tree.end()
