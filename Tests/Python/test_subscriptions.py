"""Events: in a thread, in asyncio, over a fork, at the end of the interpreter."""
from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from conftest import until
from hermes_s6 import ServiceDirectory, ServiceError, ServiceErrorArgument, ServiceEvent, Subscription, subscriptions

SOON = 20


def hidden(service: Path) -> list[str]:
    """What subscribers have put there."""
    return os.listdir(service / "event")


def test_none_is_lost_from_its_beginning(web: Path) -> None:
    service = ServiceDirectory(web)
    with service.subscribe() as events:
        assert events.next(0) is None
        service.restart(SOON)
        seen = []
        for event in events:
            seen.append(event)
            if event is ServiceEvent.READY:
                break
        assert seen == [ServiceEvent.DOWN, ServiceEvent.FINISHED, ServiceEvent.UP, ServiceEvent.READY]
        assert events.next(0.01) is None
        assert not select.select([events], [], [], 0)[0]
    assert hidden(web) == []
    events.close()
    with pytest.raises(ServiceError, match="closed"):
        events.next(0)


def test_the_supervisors_end_is_an_event(web: Path) -> None:
    with ServiceDirectory(web).subscribe() as events:
        ServiceDirectory(web).send("dx")
        assert [events.next(SOON) for _ in range(3)] == [
            ServiceEvent.DOWN, ServiceEvent.FINISHED, ServiceEvent.SUPERVISOR_EXITS,
        ]  # fmt: skip


def test_asyncio_reads_it(web: Path) -> None:
    service = ServiceDirectory(web)

    async def watch(seen: list[ServiceEvent]) -> None:
        with service.subscribe() as events:
            async for event in events:
                seen.append(event)
                if len(seen) == 8:
                    return

    async def both() -> list[ServiceEvent]:
        seen: list[ServiceEvent] = []
        watcher = asyncio.create_task(watch(seen))
        await asyncio.sleep(0)
        for _ in range(2):
            await asyncio.to_thread(service.restart, SOON)
        await asyncio.wait_for(watcher, SOON)
        return seen

    assert [event.value for event in asyncio.run(both())] == ["d", "D", "u", "U"] * 2
    assert hidden(web) == []


def test_a_task_that_waits_may_be_cancelled(web: Path) -> None:
    async def watch() -> None:
        with ServiceDirectory(web).subscribe() as events:
            async for _ in events:
                pass

    async def give_up() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(watch(), 0.1)

    asyncio.run(give_up())
    assert hidden(web) == []


async def settle() -> None:
    """Lets every task go on until it waits."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_tasks_share_one(web: Path) -> None:
    async def share() -> set[ServiceEvent]:
        with ServiceDirectory(web).subscribe() as events:
            one, other, given_up = (asyncio.create_task(anext(aiter(events))) for _ in range(3))
            await settle()
            given_up.cancel()
            await settle()
            ServiceDirectory(web).send("d")
            return set(await asyncio.wait_for(asyncio.gather(one, other), SOON))

    # One gets each; he who has given up takes nobody's with him.
    assert asyncio.run(share()) == {ServiceEvent.DOWN, ServiceEvent.FINISHED}


def test_closing_ends_the_tasks_that_wait_and_no_other_subscription(web: Path) -> None:
    async def watch(events: Subscription) -> list[ServiceEvent]:
        return [event async for event in events]

    async def close() -> None:
        old = ServiceDirectory(web).subscribe()
        watchers = [asyncio.create_task(watch(old)) for _ in range(3)]
        await settle()
        old.close()
        # In place of the old one: among the same descriptors.
        with ServiceDirectory(web).subscribe() as new:
            first = asyncio.create_task(anext(aiter(new)))
            await settle()
            watchers[0].cancel()
            assert await asyncio.wait_for(asyncio.gather(*watchers[1:]), SOON) == [[], []]
            ServiceDirectory(web).send("d")
            assert await asyncio.wait_for(first, SOON) is ServiceEvent.DOWN

    asyncio.run(close())
    assert hidden(web) == []


def test_closing_ends_the_threads_that_wait(web: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    events = ServiceDirectory(web).subscribe()
    said: list[str] = []

    def wait() -> None:
        with pytest.raises(ServiceErrorArgument) as caught:
            events.next()
        said.append(str(caught.value))

    threads = [threading.Thread(target=wait, daemon=True) for _ in range(3)]
    threads.append(threading.Thread(target=lambda: said.extend(event.value for event in events), daemon=True))
    for thread in threads:
        thread.start()
    until(lambda: len(os.listdir("/proc/self/fd")) == before + 1 + len(threads))  # each waits
    events.close()
    events.close()
    for thread in threads:
        thread.join(SOON)
    assert not any(thread.is_alive() for thread in threads)
    assert said == [f"{web}: the subscription is closed"] * 3  # and the iteration has ended
    assert len(os.listdir("/proc/self/fd")) == before and hidden(web) == []


def test_closing_frees_nothing_that_is_in_use(web: Path) -> None:
    def take(events: Subscription) -> None:
        with contextlib.suppress(ServiceErrorArgument):
            while True:
                events.next(0)

    for _ in range(100):
        events = ServiceDirectory(web).subscribe()
        threads = [threading.Thread(target=take, args=(events,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        events.close()
        for thread in threads:
            thread.join(SOON)
        assert hidden(web) == []


def test_a_signals_handler_may_close_it(web: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = ServiceDirectory(web).subscribe()

    def interrupted(*_: object) -> int:
        events.close()
        assert len(hidden(web)) == 1  # which is still in use
        return 0

    monkeypatch.setattr(subscriptions, "call", interrupted)
    assert events.next(0) is None
    assert hidden(web) == [] and repr(events) == f"<Subscription of '{web}', closed>"
    assert list(events) == []


def test_ctrl_c_comes_through(web: Path) -> None:
    with ServiceDirectory(web).subscribe() as events:
        timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            events.next(SOON)
        timer.join()
        ServiceDirectory(web).send("t")
        assert events.next(SOON) is ServiceEvent.DOWN


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_in_the_middle_of_a_wait_disturbs_nobody(web: Path) -> None:
    service = ServiceDirectory(web)
    events = service.subscribe()
    seen: list[ServiceEvent | None] = []
    waiter = threading.Thread(target=lambda: seen.append(events.next(SOON)))
    ended = threading.Thread(target=lambda: service.wait("D", SOON))
    waiter.start()
    ended.start()
    children = []
    for _ in range(8):
        child = os.fork()
        if child == 0:
            code = 9
            try:
                # The parent's is not its own; all else works.
                try:
                    events.next(0)
                except ServiceError:
                    events.close()
                    with ServiceDirectory(web).subscribe() as own:
                        code = 0 if ServiceDirectory(web).status().up and own.next(0) is None else 8
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 8
    assert seen == [] and ended.is_alive()
    service.send("d")
    waiter.join(SOON)
    ended.join(SOON)
    assert seen == [ServiceEvent.DOWN] and not ended.is_alive()
    events.close()
    assert hidden(web) == []


@pytest.mark.parametrize(
    "ending",
    [
        "",
        "sys.exit(3)",
        "raise KeyError('on purpose')",
        "threading.Thread(target=events.next, daemon=True).start(); time.sleep(0.1)",
        "threading.Thread(target=service.wait, args=('D',), daemon=True).start(); time.sleep(0.1)",
        "other = service.subscribe(); other.itself = other",
    ],
)
def test_the_interpreter_ends_with_a_live_subscription(web: Path, ending: str) -> None:
    program = textwrap.dedent(
        f"""
        import sys, threading, time
        from hermes_s6 import ServiceDirectory
        service = ServiceDirectory(sys.argv[1])
        events = service.subscribe()
        print("subscribed", flush=True)
        {ending}
        """
    )
    ran = subprocess.run([sys.executable, "-c", program, web], capture_output=True, text=True, timeout=SOON)
    assert ran.stdout == "subscribed\n"
    assert ran.returncode == (3 if "exit" in ending else 1 if "raise" in ending else 0), ran.stderr
    assert "Fatal" not in ran.stderr and "Exception ignored" not in ran.stderr
    ServiceDirectory(web).restart(SOON)


def test_it_does_not_outlive_its_last_name(web: Path) -> None:
    events: Subscription | None = ServiceDirectory(web).subscribe()
    assert len(hidden(web)) == 1
    del events
    assert hidden(web) == []


def test_no_descriptor_is_lost(web: Path) -> None:
    service = ServiceDirectory(web)
    service.status()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(50):
        with service.subscribe() as events:
            events.next(0)
        service.status()
        with pytest.raises(ServiceError):
            ServiceDirectory(web / "none").subscribe()
    assert len(os.listdir("/proc/self/fd")) == before
