"""What can go wrong: OSErrors that carry the path and the remedy."""
from __future__ import annotations

import errno
from enum import IntEnum
from typing import Any


class ErrorKind(IntEnum):
    """What kind of failure it was, where the errno does not tell."""

    OTHER = 1
    ARGUMENT = 2
    NO_SUCH_SERVICE = 3
    NOT_SUPERVISED = 4
    STARTING = 5
    NO_SCANNER = 6
    TIMED_OUT = 7
    CANCELLED = 8
    FAILED_FOR_GOOD = 9
    WANTED_OTHERWISE = 10
    EXISTS = 11
    TAMPERED = 12
    FIFO_FULL = 13
    NO_SUCH_PROFILE = 14
    NOT_REGISTERED = 15
    REGISTERED = 16
    INSIDE_GATEWAY = 17
    SERVED_BY_ROOT = 18


class ServiceError(OSError):
    """A call that failed: `errno`, `kind`, `message`, `path` (as `filename`; None if it is about none), `remedy` (or '')."""

    def __init__(
        self,
        code: int,
        message: str,
        path: str | None = None,
        remedy: str = "",
        kind: ErrorKind = ErrorKind.OTHER,
    ) -> None:
        super().__init__(code, message)
        self.message = message
        self.path = path
        self.filename = path
        self.remedy = remedy
        self.kind = kind

    def __str__(self) -> str:
        return f"{self.message} ({self.remedy})" if self.remedy else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.errno, self.message, self.path, self.remedy, self.kind)


class ServiceErrorArgument(ServiceError, ValueError):
    """What was asked for makes no sense."""


class ServiceErrorNotFound(ServiceError, FileNotFoundError):
    """There is no such service, profile, slot or file."""


class ServiceErrorNotSupervised(ServiceError):
    """No s6-supervise runs on it, or has ended, or has not written a status yet; or no s6-svscan runs on the scandir."""


class ServiceErrorTimedOut(ServiceError, TimeoutError):
    """The time is over; what was asked stands, and may still come."""


class ServiceErrorCancelled(ServiceError):
    """`cancel` became readable."""


class ServiceErrorFailedForGood(ServiceError):
    """./finish exited 125."""


class ServiceErrorWantedOtherwise(ServiceError):
    """Somebody else wants it up, or down."""


class ServiceErrorExists(ServiceError, FileExistsError):
    """The slot is there, or somebody is at it."""


class ServiceErrorTampered(ServiceError):
    """It is not as s6 makes it: who has been there?"""


class ServiceErrorFull(ServiceError):
    """The supervisor does not read its FIFO."""


class ServiceErrorDenied(ServiceError, PermissionError):
    """The caller may not do that."""


class ServiceErrorRefused(ServiceError):
    """The caller runs within the gateway that it would end, or the root profile's gateway serves this profile."""


_OF_KIND: dict[ErrorKind, type[ServiceError]] = {
    ErrorKind.ARGUMENT: ServiceErrorArgument,
    ErrorKind.NO_SUCH_SERVICE: ServiceErrorNotFound,
    ErrorKind.NOT_SUPERVISED: ServiceErrorNotSupervised,
    ErrorKind.STARTING: ServiceErrorNotSupervised,
    ErrorKind.NO_SCANNER: ServiceErrorNotSupervised,
    ErrorKind.TIMED_OUT: ServiceErrorTimedOut,
    ErrorKind.CANCELLED: ServiceErrorCancelled,
    ErrorKind.FAILED_FOR_GOOD: ServiceErrorFailedForGood,
    ErrorKind.WANTED_OTHERWISE: ServiceErrorWantedOtherwise,
    ErrorKind.EXISTS: ServiceErrorExists,
    ErrorKind.TAMPERED: ServiceErrorTampered,
    ErrorKind.FIFO_FULL: ServiceErrorFull,
    ErrorKind.NO_SUCH_PROFILE: ServiceErrorNotFound,
    ErrorKind.NOT_REGISTERED: ServiceErrorNotFound,
    ErrorKind.REGISTERED: ServiceErrorExists,
    ErrorKind.INSIDE_GATEWAY: ServiceErrorRefused,
    ErrorKind.SERVED_BY_ROOT: ServiceErrorRefused,
}
_OF_ERRNO: dict[int, type[ServiceError]] = {
    errno.EACCES: ServiceErrorDenied,
    errno.EPERM: ServiceErrorDenied,
    errno.ENOENT: ServiceErrorNotFound,
    errno.EEXIST: ServiceErrorExists,
    errno.EINVAL: ServiceErrorArgument,
}


def error_of(code: int, kind: int, message: str, path: str | None, remedy: str) -> ServiceError:
    """The error that the library has told of; a kind that is newer than this is OTHER."""
    known = ErrorKind(kind) if kind in ErrorKind.__members__.values() else ErrorKind.OTHER
    chosen = _OF_KIND.get(known) or _OF_ERRNO.get(code, ServiceError)
    return chosen(code, message, path, remedy, known)
