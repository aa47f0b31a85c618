"""Native control of s6 supervision: status, control, events, waiting, scandirs, Hermes' gateways.

No program of s6 is spawned. Every call releases the GIL while it waits, and may be made from any thread. Times are
seconds on the monotonic clock; a timeout of None is for ever, 0 is now. A wait ends early only when `cancel`, a
descriptor or an object that has one, becomes readable: a signal's handler, and so Ctrl-C, runs after the call, unless
it is `Subscription.next`, which a handler may end.
"""
from .errors import (
    ErrorKind,
    ServiceError,
    ServiceErrorArgument,
    ServiceErrorCancelled,
    ServiceErrorDenied,
    ServiceErrorExists,
    ServiceErrorFailedForGood,
    ServiceErrorFull,
    ServiceErrorNotFound,
    ServiceErrorNotSupervised,
    ServiceErrorRefused,
    ServiceErrorTampered,
    ServiceErrorTimedOut,
    ServiceErrorWantedOtherwise,
)
from .gateways import (
    Action,
    GatewayOutcome,
    Gateways,
    GatewayStatus,
    Policy,
    Reason,
    Reconciled,
    ScriptStyle,
    TreeKind,
)
from .scandirs import ScanDirectory
from .services import Death, Goal, ServiceDirectory, ServiceStatus, wait_all, wait_any
from .subscriptions import ServiceEvent, Subscription

__all__ = [
    "Action",
    "Death",
    "ErrorKind",
    "GatewayOutcome",
    "GatewayStatus",
    "Gateways",
    "Goal",
    "Policy",
    "Reason",
    "Reconciled",
    "ScanDirectory",
    "ScriptStyle",
    "ServiceDirectory",
    "ServiceError",
    "ServiceErrorArgument",
    "ServiceErrorCancelled",
    "ServiceErrorDenied",
    "ServiceErrorExists",
    "ServiceErrorFailedForGood",
    "ServiceErrorFull",
    "ServiceErrorNotFound",
    "ServiceErrorNotSupervised",
    "ServiceErrorRefused",
    "ServiceErrorTampered",
    "ServiceErrorTimedOut",
    "ServiceErrorWantedOtherwise",
    "ServiceEvent",
    "ServiceStatus",
    "Subscription",
    "TreeKind",
    "wait_all",
    "wait_any",
]
__version__ = "0.1.0"
