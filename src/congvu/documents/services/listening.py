"""Rooms above that follow what happens to incoming documents, such as the interchange with its statuses."""

from collections.abc import Callable

from congvu.directory.messages import Actor
from congvu.documents.models import IncomingDocument

type Listener = Callable[[IncomingDocument, str, Actor, str], None]

_LISTENERS: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have `listener` called in the transaction of every fact about an incoming document.

    Args:
        listener: takes the document, the kind of event (such as "incoming.registered"), who did it, and the
            written reason. What it raises undoes the fact.
    """
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def happened(document: IncomingDocument, kind: str, *, actor: Actor, reason: str) -> None:
    """Tell the listeners."""
    for listener in _LISTENERS:
        listener(document, kind, actor, reason)
