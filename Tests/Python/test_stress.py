"""Sixteen threads and an event loop at once, on one tree."""
from __future__ import annotations

import asyncio
import random
import threading
from concurrent.futures import ThreadPoolExecutor

from conftest import Tree
from hermes_s6 import ServiceDirectory, ServiceErrorWantedOtherwise, ServiceEvent

SOON = 60
THREADS = 16


def test_sixteen_threads_and_a_loop(tree: Tree) -> None:
    services = [ServiceDirectory(tree.add(f"s{number}")) for number in range(4)]
    tree.start()
    done = threading.Event()

    def work(number: int) -> int:
        dice, service = random.Random(number), services[number % 4]
        for _ in range(25):
            match dice.randrange(5):
                case 0:
                    try:
                        service.restart(SOON)
                    except ServiceErrorWantedOtherwise:
                        pass  # another thread wants it down
                case 1:
                    service.send("u")
                case 2:
                    service.send("t")
                case 3:
                    with service.subscribe() as events:
                        events.next(0.005)
                case _:
                    for _ in range(50):
                        service.status()
                        service.supervised()
        return number

    async def watch(service: ServiceDirectory) -> int:
        count = 0
        with service.subscribe() as events:
            async for event in events:
                assert isinstance(event, ServiceEvent)
                count += 1
                if done.is_set():
                    return count
        return count

    async def all_of_it() -> list[int]:
        watchers = [asyncio.create_task(watch(service)) for service in services]
        await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(THREADS) as pool:
            numbers = await asyncio.gather(*(loop.run_in_executor(pool, work, number) for number in range(THREADS)))
        assert sorted(numbers) == list(range(THREADS))
        done.set()
        for service in services:
            await asyncio.to_thread(service.restart, SOON)
        return await asyncio.wait_for(asyncio.gather(*watchers), SOON)

    counts = asyncio.run(all_of_it())
    assert all(count > 4 for count in counts)
    for service in services:
        assert service.stop(SOON).finished
