"""Services and scandirs: what ours says, s6's own tools say as well."""
from __future__ import annotations

import os
import pickle
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import hermes_s6
import pytest
from conftest import Tree, s6, until
from hermes_s6 import (
    ErrorKind,
    Goal,
    ScanDirectory,
    ServiceDirectory,
    ServiceError,
    ServiceErrorCancelled,
    ServiceErrorDenied,
    ServiceErrorExists,
    ServiceErrorFailedForGood,
    ServiceErrorNotFound,
    ServiceErrorNotSupervised,
    ServiceErrorTimedOut,
    wait_all,
    wait_any,
)

SOON = 20


def test_the_package_is_the_one_that_was_installed() -> None:
    assert Path(hermes_s6.__file__).is_relative_to(sys.prefix)
    assert Path(hermes_s6.__file__).with_name("py.typed").exists()
    assert Path(hermes_s6.__file__).with_name("libs6native.so.0").exists()


def test_a_status_is_what_s6_svstat_says(web: Path) -> None:
    status = ServiceDirectory(web).status()
    said = s6("s6-svstat", "-o", "up,wantedup,ready,paused,pid", web).split()
    assert said == ["true", "true", "true", "false", str(status.pid)]
    assert status.up and status.wanted_up and status.ready and not status.paused and not status.finishing
    assert not status.finished and not status.not_started
    assert status.ready_ns is not None and status.ready_ns >= status.changed_ns
    assert abs(status.changed_ns / 1e9 - time.time()) < 60
    assert ServiceDirectory(web).supervised() is True


def test_stop_start_and_restart_return_when_it_is_so(web: Path) -> None:
    service = ServiceDirectory(web)
    first = service.status().pid
    stopped = service.stop(SOON)
    assert stopped.finished and stopped.signal == signal.SIGTERM and stopped.pid is None and stopped.exit_code is None
    assert s6("s6-svstat", "-o", "up,wantedup", web).split() == ["false", "false"]
    started = service.start(SOON)
    assert started.up and started.ready and started.pid != first
    again = service.restart(SOON)
    assert again.ready and again.pid not in (first, started.pid)


def test_what_is_deaf_is_killed_only_if_told(tree: Tree) -> None:
    deaf = ServiceDirectory(tree.add("deaf", 'trap "" TERM; echo >&3; while :; do sleep 0.1; done', ready=True))
    tree.start()
    deaf.wait(Goal.READY, SOON)
    with pytest.raises(ServiceErrorTimedOut) as caught:
        deaf.stop(0.2)
    assert isinstance(caught.value, TimeoutError) and caught.value.kind == ErrorKind.TIMED_OUT
    assert deaf.status().up and not deaf.status().wanted_up
    assert deaf.stop(SOON, kill_after=0.1).signal == signal.SIGKILL


def test_the_death_tally_is_s6_svdts(web: Path) -> None:
    service = ServiceDirectory(web)
    for _ in range(3):
        service.restart(SOON)
    deaths = service.death_tally()
    assert len(deaths) == len(s6("s6-svdt", web).splitlines()) == 3
    assert all(death.signal == signal.SIGTERM for death in deaths)
    assert [death.at_ns for death in deaths] == sorted(death.at_ns for death in deaths)


def test_letters_are_sent_together(web: Path) -> None:
    service = ServiceDirectory(web)
    first = service.status().pid
    with service.subscribe() as events:
        service.send("t")
        assert [events.next(SOON).value for _ in range(4)] == ["d", "D", "u", "U"]  # type: ignore[union-attr]
    assert service.status().pid != first


def test_waiting_for_several(tree: Tree) -> None:
    services = [ServiceDirectory(tree.add(f"s{number}")) for number in range(5)]
    tree.start()
    wait_all(services, Goal.UP, SOON)
    services[3].stop(SOON)
    wait_any(services, "D", SOON)
    with pytest.raises(ServiceErrorTimedOut):
        wait_all(services, Goal.FINISHED, 0.05)


def test_errors_carry_the_path_and_the_remedy(tree: Tree) -> None:
    directory = tree.add("idle")
    with pytest.raises(ServiceErrorNotSupervised) as caught:
        ServiceDirectory(directory).send("u")
    error = caught.value
    assert error.path == error.filename == str(directory) and error.remedy and str(directory) in str(error)
    assert isinstance(error, ServiceError) and isinstance(error, OSError) and error.errno
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error) and (copy.path, copy.remedy, copy.kind) == (error.path, error.remedy, error.kind)
    with pytest.raises(ServiceErrorNotFound) as gone:
        ServiceDirectory(tree.scandir / "none").status()
    assert isinstance(gone.value, FileNotFoundError) and gone.value.kind == ErrorKind.NO_SUCH_SERVICE
    assert ServiceDirectory(directory).supervised() is False


@pytest.mark.skipif(os.getuid() == 0, reason="root may do everything")
def test_what_may_not_be_is_a_permission_error(web: Path) -> None:
    (web / "supervise" / "control").chmod(0)
    with pytest.raises(ServiceErrorDenied) as caught:
        ServiceDirectory(web).send("u")
    assert isinstance(caught.value, PermissionError) and caught.value.remedy
    (web / "supervise" / "control").chmod(0o600)


def test_what_makes_no_sense_is_a_value_error(web: Path) -> None:
    with pytest.raises(ValueError):
        ServiceDirectory("a\0b")
    with pytest.raises(ValueError):
        ServiceDirectory(web).send("?")
    with pytest.raises(ValueError):
        ServiceDirectory(web).wait("z")
    with pytest.raises(ValueError):
        ServiceDirectory(web).wait("D", float("nan"))
    with pytest.raises(ValueError):
        ScanDirectory(web).service("../x")


def test_a_wait_ends_when_cancel_is_readable(web: Path) -> None:
    reader, writer = os.pipe()
    timer = threading.Timer(0.1, lambda: os.write(writer, b"x"))
    timer.start()
    with pytest.raises(ServiceErrorCancelled):
        ServiceDirectory(web).wait(Goal.FINISHED, cancel=reader)
    timer.join()
    assert os.read(reader, 9) == b"x"  # it was not read from
    os.close(reader)
    os.close(writer)


def test_what_cannot_end_a_wait_is_no_cancel(web: Path) -> None:
    with socket.socket() as closed:
        pass
    for cancel in (closed, -1, -5):
        with pytest.raises(ValueError, match="cancel: -[15] is no descriptor"):
            ServiceDirectory(web).wait(Goal.FINISHED, 0.1, cancel=cancel)


def test_what_is_over_is_over(web: Path) -> None:
    for timeout in (0, -1, -0.5, float("-inf")):
        with pytest.raises(ServiceErrorTimedOut):
            ServiceDirectory(web).wait(Goal.FINISHED, timeout)


def test_a_goal_has_a_letter_and_the_name_that_hermesctl_has(web: Path) -> None:
    for word in ("ready", "READY", "U", Goal.READY):
        ServiceDirectory(web).wait(word, SOON)
    for word in ("restarted-ready", "restarted_ready", "R"):
        assert Goal(word) is Goal.RESTARTED_READY
    states = "up (u), ready (U), down (d), finished (D), restarted (r), restarted-ready (R)"
    with pytest.raises(ValueError, match=re.escape(f"cannot wait for 'rready': the states are {states}")):
        ServiceDirectory(web).wait("rready")


def test_the_example_of_the_readme_does_what_it_says(web: Path) -> None:
    readme = Path(__file__).with_name("README.md").read_text()
    (example,) = re.findall(r"^```python\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    assert example.count('"/run/service/web"') == 1
    before = ServiceDirectory(web).status().pid
    program = example.replace("/run/service/web", str(web))
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    pid, *events = ran.stdout.splitlines()
    assert (ran.returncode, ran.stderr) == (0, "") and pid != str(before)
    # The last may come a moment after what is waited for.
    assert events[:3] == ["ServiceEvent.DOWN", "ServiceEvent.FINISHED", "ServiceEvent.UP"]
    assert events[3:] in ([], ["ServiceEvent.READY"])
    assert ServiceDirectory(web).status().finished
    missing = example.replace("/run/service/web", str(web / "none"))
    ran = subprocess.run([sys.executable, "-c", missing], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0 and f"{web}/none: cannot find the service" in ran.stdout and ran.stderr == ""


def test_a_permanent_failure_is_told(tree: Tree) -> None:
    directory = tree.add("broken", "while ! [ -e go ]; do sleep 0.01; done; exit 3")
    subprocess.run(["sh", "-c", 'cd "$0" && printf "#!/bin/sh\\nexit 125\\n" >finish && chmod 755 finish', directory])
    (directory / "down").touch()
    tree.start()
    ServiceDirectory(directory).start(SOON)

    def let_go() -> None:
        # Somebody waits, and has looked.
        until(lambda: any(name.startswith("ftrig1:@") for name in os.listdir(directory / "event")))
        (directory / "go").touch()

    helper = threading.Thread(target=let_go)
    helper.start()
    with pytest.raises(ServiceErrorFailedForGood):
        ServiceDirectory(directory).wait(Goal.READY, SOON)
    helper.join()


def test_slots_come_and_go(tree: Tree) -> None:
    template = tree.add("plain", place="templates")
    tree.start()
    scan = ScanDirectory(tree.scandir)
    assert scan.scanned() is True and scan.list() == []
    for name in ("b", "a"):
        service = scan.publish(name, template, SOON)
        assert service.supervised() is True
        service.wait("u", SOON)
    assert scan.list() == ["a", "b"]
    with pytest.raises(ServiceErrorExists):
        scan.publish("a", template, SOON)
    pid = scan.service("a").status().pid
    scan.retire("a", SOON)
    assert scan.list() == ["b"] and pid is not None and not os.path.exists(f"/proc/{pid}")
    scan.rescan()
    with pytest.raises(ServiceErrorNotFound):
        ScanDirectory(tree.base / "none").list()


def test_paths_are_bytes(tree: Tree) -> None:
    name = os.fsdecode(b"caf\xe9")
    directory = tree.add(name)
    tree.start()
    ServiceDirectory(os.fsencode(directory)).wait("u", SOON)
    assert ScanDirectory(tree.scandir).list() == [name]
    assert ServiceDirectory(directory) == ServiceDirectory(os.fsencode(directory))
