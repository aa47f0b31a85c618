"""Events of a supervisor, in a thread or in asyncio."""
from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import select
import threading
import time
from collections.abc import AsyncIterator, Iterator
from enum import Enum
from types import TracebackType

from ._library import AnyPath, call, library, path_bytes, terms
from .errors import ErrorKind, ServiceErrorArgument


class ServiceEvent(Enum):
    """What a supervisor tells."""

    SUPERVISOR_STARTED = "s"
    UP = "u"
    READY = "U"
    DOWN = "d"  # ./run has died
    FINISHED = "D"  # and ./finish has ended
    FAILED = "O"  # permanent failure: ./finish exited 125
    SUPERVISOR_EXITS = "x"


_NOW = terms(0)


class Subscription:
    """A subscription: `for event in it`, `async for event in it`, or `next` with a timeout. It holds one descriptor.

    It takes the right to write in the servicedir's event/. Close it, or use it as a context manager. Threads and tasks
    may share it: one of them gets each event, and each that waits holds one descriptor more. A child that was forked
    may close its copy, and can take no event from it.
    """

    def __init__(self, service: AnyPath) -> None:
        self._handle: int | None = None
        self._closed = False
        self._process = os.getpid()
        self._lock = threading.Lock()
        self.path = os.fsdecode(path_bytes(service))
        handle = ctypes.c_void_p()
        call(library.s6n_subscribe, path_bytes(service), handle)
        self._handle = handle.value
        # One of its own: whoever closes or polls it takes nothing from the library.
        self._descriptor: int = library.s6n_subscription_fd(handle)
        self._free = library.s6n_subscription_free

    def __repr__(self) -> str:
        return f"<Subscription of {self.path!r}{', closed' if self._closed else ''}>"

    def fileno(self) -> int:
        """Readable when there may be an event: take all there are with `next(0)`. Do not read from it or close it."""
        self._open()
        return self._descriptor

    def _open(self) -> int:
        if self._closed or self._handle is None:
            raise ServiceErrorArgument(
                errno.EINVAL, f"{self.path}: the subscription is closed", self.path, "", ErrorKind.ARGUMENT
            )
        if self._process != os.getpid():
            raise ServiceErrorArgument(
                errno.EINVAL,
                f"{self.path}: the subscription is another process's",
                self.path,
                "subscribe after fork",
                ErrorKind.ARGUMENT,
            )
        return self._handle

    @contextlib.contextmanager
    def _held(self) -> Iterator[int]:
        """The handle, which nobody frees meanwhile."""
        # Before the lock: in a child it may be that of a thread which is not there.
        self._open()
        try:
            with self._lock:
                yield self._open()
        finally:
            self._free_if_closed()

    def next(self, timeout: float | None = None) -> ServiceEvent | None:
        """Takes the next event; None when the time is over. A signal's handler may end it by raising.

        Once the subscription is closed, also while this waits, it is a ServiceErrorArgument.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            if event := self._take():
                return event
            remaining = None if deadline is None else deadline - time.monotonic()
            if remaining is not None and remaining <= 0:
                return None
            descriptor = self._duplicate()
            try:
                # Here rather than in the library, which signals do not end: Ctrl-C is to come through.
                poll = select.poll()
                poll.register(descriptor, select.POLLIN)
                poll.poll(None if remaining is None else min(remaining * 1000 + 1, 2**31 - 1))
            finally:
                os.close(descriptor)

    def _take(self) -> ServiceEvent | None:
        with self._held() as handle:
            letter = call(library.s6n_next, handle, _NOW)
        return ServiceEvent(chr(letter)) if letter else None

    def _duplicate(self) -> int:
        """A descriptor for one that waits: the number stays its own, whoever closes the subscription meanwhile."""
        with self._held():
            return os.dup(self._descriptor)

    @contextlib.contextmanager
    def _until_closed(self) -> Iterator[None]:
        try:
            yield
        except ServiceErrorArgument:
            if not self._closed:
                raise

    def __iter__(self) -> Iterator[ServiceEvent]:
        """The events, until it is closed."""
        with self._until_closed():
            while True:
                if event := self.next():
                    yield event

    async def __aiter__(self) -> AsyncIterator[ServiceEvent]:
        """The events, until it is closed."""
        with self._until_closed():
            while True:
                while event := self._take():
                    yield event
                await self._readable()

    async def _readable(self) -> None:
        # Here, since it takes longer to import than all the rest.
        import asyncio

        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[None] = loop.create_future()

        def wake() -> None:
            if not waiter.done():
                waiter.set_result(None)

        # A loop has one reader of a descriptor: two tasks that had the same would take it from each other.
        descriptor = self._duplicate()
        try:
            loop.add_reader(descriptor, wake)
            try:
                await waiter
            finally:
                loop.remove_reader(descriptor)
        finally:
            os.close(descriptor)

    def close(self) -> None:
        """Ends it, and what waits for it in any thread or task; once more is no error. It never blocks."""
        self._closed = True
        if self._process == os.getpid():
            self._free_if_closed()
        else:
            self._release()

    def _free_if_closed(self) -> None:
        # Who finds the lock taken leaves it to the holder, who comes here afterwards: so a signal's handler may close
        # what its own thread was taking from.
        if self._closed and self._lock.acquire(blocking=False):
            try:
                if self._handle is not None:
                    self._wake_all()
                    self._release()
            finally:
                self._lock.release()

    def _wake_all(self) -> None:
        # Whoever waits has this FIFO open too, and nobody takes the byte any more, so that all of them see it.
        with contextlib.suppress(OSError):
            os.write(self._descriptor, b"\0")

    def _release(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            self._free(handle)

    def __enter__(self) -> Subscription:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        # Also at the end of the interpreter, when little else is left.
        if getattr(self, "_handle", None) is not None:
            self._release()
