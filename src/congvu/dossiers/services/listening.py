"""Rooms above that follow what happens to dossiers, such as the national side with its messages."""

from collections.abc import Callable, Mapping
from typing import Any

from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier
from congvu.dossiers.states import SyncState

type Listener = Callable[[Dossier, str, Actor, str, Mapping[str, Any]], None]

type Issuer = Callable[[Dossier], str]

_LISTENERS: list[Listener] = []
_ISSUERS: list[Issuer] = []


def listen(listener: Listener) -> None:
    """Have `listener` called in the transaction of every fact about a dossier.

    Args:
        listener: takes the dossier, the kind of event (such as "dossier.accepted"), who did it, the written
            reason, and what the event holds. What it raises undoes the fact.
    """
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def tell_listeners(
    dossier: Dossier, kind: str, *, actor: Actor, reason: str, data: Mapping[str, Any]
) -> None:
    """Tell the listeners of a fact."""
    for listener in _LISTENERS:
        listener(dossier, kind, actor, reason, data)


def give_codes(issuer: Issuer) -> None:
    """Have `issuer` asked for the code of every dossier that is received.

    Args:
        issuer: takes the dossier, not yet written; returns a code, or "" to leave it to the agency's own
            numbering. It is called while locks are held: it must not wait for anybody.
    """
    if issuer not in _ISSUERS:
        _ISSUERS.append(issuer)


def issued_code(dossier: Dossier) -> str:
    """Return the code that another system gives a dossier; "" when none does."""
    return next((code for code in (issuer(dossier) for issuer in _ISSUERS) if code), "")


def mark_sync(dossier_id: int, state: SyncState) -> None:
    """Set the axis of synchronisation; no new version, since nothing that an officer decides has changed."""
    Dossier.objects.filter(pk=dossier_id).exclude(sync_state=state).update(sync_state=state)
