"""The library, as s6native.h declares it. Nothing else here knows of C."""
from __future__ import annotations

import ctypes
import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import POINTER, Structure, c_char, c_char_p, c_int, c_int32, c_int64, c_size_t, c_uint32, c_void_p
from typing import Any, Protocol, Union

from .errors import ServiceError, error_of

AnyPath = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]


class HasFileno(Protocol):
    def fileno(self) -> int: ...


class Error(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("code", c_int32),
        ("kind", c_int32),
        ("reserved", c_int32),
        ("path", c_char * 4096),
        ("message", c_char * 4096),
        ("remedy", c_char * 512),
    ]

    def exception(self) -> ServiceError:
        return error_of(
            self.code,
            self.kind,
            self.message.decode("utf-8", "replace"),
            os.fsdecode(self.path) or None,
            self.remedy.decode("utf-8", "replace"),
        )


class Terms(Structure):
    _fields_ = [("size", c_uint32), ("cancel_fd", c_int32), ("timeout_ms", c_int64), ("kill_after_ms", c_int64)]


class Time(Structure):
    _fields_ = [("seconds", c_int64), ("nanoseconds", c_uint32), ("reserved", c_uint32)]


class Status(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("pid", c_int32),
        ("pgid", c_int32),
        ("exit_code", c_int32),
        ("signal", c_int32),
        ("changed", Time),
        ("ready", Time),
    ]


class Died(Structure):
    _fields_ = [("at", Time), ("exit_code", c_int32), ("signal", c_int32)]


class Places(Structure):
    """struct s6n_gateways."""

    _fields_ = [
        ("size", c_uint32),
        ("tree", c_uint32),
        ("policy", c_uint32),
        ("style", c_uint32),
        ("restart_interval_ms", c_int64),
        ("home", c_char_p),
        ("scandir", c_char_p),
        ("multiplex", c_char_p),
        ("hermesctl", c_char_p),
    ]


class Outcome(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("remarks", c_uint32),
        ("code", c_int32),
        ("warnings", c_uint32),
        ("profile", c_char_p),
        ("status", POINTER(Status)),
        ("error", POINTER(Error)),
    ]


class Gateway(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("status", Status),
        ("desired", c_char * 32),
        ("observed", c_char * 32),
        ("deaths", c_int32),
        ("exit_code", c_int32),
        ("seconds", c_int64),
        ("signal", c_int32),
        ("reserved", c_int32),
    ]


class Reconciliation(Structure):
    """struct s6n_action."""

    _fields_ = [
        ("size", c_uint32),
        ("action", c_int32),
        ("reason", c_int32),
        ("prior_exit", c_int32),
        ("folded", c_int32),
        ("reserved", c_int32),
        ("profile", c_char_p),
        ("prior", c_char_p),
        ("observed", c_char_p),
        ("message", c_char_p),
    ]


# What each takes before its struct s6n_error; what it returns is an int.
_PROTOTYPES: dict[str, tuple[Any, ...]] = {
    "s6n_status_of": (c_char_p, POINTER(Status)),
    "s6n_death_tally": (c_char_p, POINTER(Died), c_size_t),
    "s6n_supervised": (c_char_p, POINTER(c_int32)),
    "s6n_send": (c_char_p, c_char_p),
    "s6n_start": (c_char_p, POINTER(Terms), POINTER(Status)),
    "s6n_stop": (c_char_p, POINTER(Terms), POINTER(Status)),
    "s6n_restart": (c_char_p, POINTER(Terms), POINTER(Status)),
    "s6n_wait_many": (POINTER(c_char_p), c_size_t, c_int, c_int, POINTER(Terms)),
    "s6n_subscribe": (c_char_p, POINTER(c_void_p)),
    "s6n_next": (c_void_p, POINTER(Terms)),
    "s6n_list": (c_char_p, c_void_p, c_void_p),
    "s6n_scanned": (c_char_p,),
    "s6n_rescan": (c_char_p,),
    "s6n_publish": (c_char_p, c_char_p, c_char_p, POINTER(Terms)),
    "s6n_retire": (c_char_p, c_char_p, POINTER(Terms)),
    "s6n_gateway_list": (POINTER(Places), c_void_p, c_void_p),
    "s6n_gateway_register": (POINTER(Places), c_char_p, POINTER(c_char_p), c_int, POINTER(Terms)),
    "s6n_gateway_control": (
        POINTER(Places), c_int, POINTER(c_char_p), c_size_t, c_uint32, POINTER(Terms), c_void_p, c_void_p,
    ),
    "s6n_gateway_status": (POINTER(Places), c_char_p, POINTER(Gateway)),
    "s6n_reconcile": (POINTER(Places), c_uint32, POINTER(c_char_p), POINTER(Terms), c_void_p, c_void_p),
}  # fmt: skip

# CDLL gives the GIL back for as long as a call lasts.
library = ctypes.CDLL(os.path.join(os.path.dirname(os.path.abspath(__file__)), "libs6native.so.0"))
for _name, _arguments in _PROTOTYPES.items():
    _function = getattr(library, _name)
    _function.argtypes = [*_arguments, POINTER(Error)]
    _function.restype = c_int
library.s6n_version.argtypes = []
library.s6n_version.restype = c_uint32
library.s6n_subscription_fd.argtypes = [c_void_p]
library.s6n_subscription_fd.restype = c_int
library.s6n_subscription_free.argtypes = [c_void_p]
library.s6n_subscription_free.restype = None
library.s6n_record_new.restype = c_void_p
library.s6n_record_count.argtypes = [c_void_p]
library.s6n_record_count.restype = c_size_t
library.s6n_record_item.argtypes = [c_void_p, c_size_t]
library.s6n_record_item.restype = c_void_p
library.s6n_record_free.argtypes = [c_void_p]
library.s6n_record_free.restype = None

_ERROR_SIZE = ctypes.sizeof(Error)
# Those that nobody uses just now: to make one anew, zeroed, takes as long as to read a status.
_errors: list[Error] = []


def call(function: Callable[..., int], *arguments: Any) -> int:
    """Calls; a failure is raised."""
    try:
        error = _errors.pop()
    except IndexError:
        error = Error(_ERROR_SIZE)
    result = function(*arguments, error)
    if result < 0:
        raise error.exception()
    _errors.append(error)
    return result


def path_bytes(path: AnyPath) -> bytes:
    """A path for C, which would take a NUL for its end."""
    return name_bytes(os.fsencode(path))


def name_bytes(text: str | bytes) -> bytes:
    data = os.fsencode(text)
    if b"\0" in data:
        raise ValueError("embedded null byte")
    return data


def milliseconds(seconds: float | None) -> int:
    """Never less than was asked for; None, and what is longer than any machine runs, is for ever."""
    if seconds is None or seconds > 1e12:
        return -1
    if math.isnan(seconds):
        raise ValueError("a timeout is a number of seconds, or None")
    return math.ceil(seconds * 1000) if seconds > 0 else 0


def terms(timeout: float | None, kill_after: float | None = None, cancel: int | HasFileno | None = None) -> Terms:
    descriptor = -1
    if cancel is not None:
        descriptor = cancel if isinstance(cancel, int) else cancel.fileno()
        # To the library that is none: nothing would end the wait.
        if descriptor < 0:
            raise ValueError(f"cancel: {descriptor} is no descriptor: is it closed?")
    return Terms(ctypes.sizeof(Terms), descriptor, milliseconds(timeout), milliseconds(kill_after))


def strings(words: Iterable[str | bytes]) -> ctypes.Array[c_char_p]:
    """Strings for C, behind them a NULL."""
    encoded: Sequence[bytes | None] = [*(name_bytes(word) for word in words), None]
    return (c_char_p * len(encoded))(*encoded)


class Record:
    """What a call tells, to be given to it as its callback and the callback's context; it ends with its block.

    No function of Python's is called back: handlers of signals would run in it, and what they raise would be lost, as
    it would in a `__del__`, or a property that ctypes asks for.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._as_parameter_: int = library.s6n_record_new()
        self.callback = ctypes.cast(getattr(library, "s6n_record_" + kind), c_void_p)

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        library.s6n_record_free(self)

    def __iter__(self) -> Iterator[Any]:
        """Each as C has it; it lasts as long as this."""
        to = _RECORDED[self._kind]
        for index in range(library.s6n_record_count(self)):
            yield ctypes.cast(library.s6n_record_item(self, index), to)


_RECORDED: dict[str, Any] = {"name": c_char_p, "outcome": POINTER(Outcome), "action": POINTER(Reconciliation)}


def names(function: Callable[..., int], *arguments: Any) -> list[str]:
    """What a call tells one by one."""
    with Record("name") as record:
        call(function, *arguments, record.callback, record)
        return [os.fsdecode(name.value) for name in record]
