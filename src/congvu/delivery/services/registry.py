"""Which function handles which kind, and which jobs run periodically; filled by AppConfig.ready."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from congvu.delivery.messages import Message

type Settle = Callable[[], None]
type HandlerFunction = Callable[[Message], Settle | None]


@dataclass(frozen=True, slots=True)
class Handler:
    """How one kind is delivered; the fields are the arguments of `register_handler`."""

    kind: str
    function: HandlerFunction
    transactional: bool
    ordered: bool
    max_attempts: int
    base_seconds: float
    lease_seconds: int


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that runs again and again; the fields are the arguments of `register_periodic`."""

    name: str
    every_seconds: int
    function: Callable[[], object]
    at: time | None


_HANDLERS: dict[str, Handler] = {}
_PERIODIC: dict[str, Periodic] = {}


def register_handler(
    kind: str,
    function: HandlerFunction,
    *,
    transactional: bool = False,
    ordered: bool = False,
    max_attempts: int = 8,
    base_seconds: float = 30,
    lease_seconds: int = 60,
) -> None:
    """Name the function that delivers `kind`.

    Args:
        kind: such as "mail".
        function: gets the Message; an exception means "try again", `Permanent` means "never again". It may
            return a function that writes the consequences, in the transaction that closes the delivery.
        transactional: the effect is in this database: function and closing share one transaction, so that
            the effect happens exactly once. Otherwise a worker that dies may have the effect repeated.
        ordered: deliveries to one destination go strictly one after the other; a dead one holds the line.
        max_attempts: after so many the delivery is dead.
        base_seconds: wait after the first failure; it doubles from there.
        lease_seconds: how long a silent worker keeps the delivery; renewed while it lives.
    """
    _HANDLERS[kind] = Handler(
        kind, function, transactional, ordered, max_attempts, base_seconds, lease_seconds
    )


def register_periodic(
    name: str, every_seconds: int, function: Callable[[], object], *, at: time | None = None
) -> None:
    """Have the workers run `function` periodically, in one process at a time.

    Args:
        name: unique, such as "dossiers.auto-close".
        every_seconds: distance from the end of one run to the next; ignored when `at` is set.
        function: takes nothing; may run again when a worker died in the middle, so it must bear that.
        at: local time of day of a daily job.
    """
    _PERIODIC[name] = Periodic(name, every_seconds, function, at)


def handler_for(kind: str) -> Handler:
    """Return how `kind` is delivered; raise LookupError when no room registered it."""
    try:
        return _HANDLERS[kind]
    except KeyError:
        raise LookupError(f"no handler is registered for deliveries of kind {kind!r}") from None


def periodic_jobs() -> dict[str, Periodic]:
    """Return all periodic jobs by name."""
    return dict(_PERIODIC)
