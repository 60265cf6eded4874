"""The only door to an outgoing document that is about to change: scope, capability, state, place, version."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.queries import timeline
from congvu.audit.services import record
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.documents.models import OutgoingDocument
from congvu.documents.queries.outgoing import place_of
from congvu.documents.queries.outgoing_locking import locked
from congvu.documents.services.fitting import fitting
from congvu.documents.states.outgoing import MOVES, STATE_NAMES, Action, Move, may_act
from congvu.statements.services import update

LABEL = "documents.outgoingdocument"


def subject_of(document: OutgoingDocument) -> Subject:
    """Return the subject that events and notices of `document` are about."""
    return Subject(LABEL, document.pk)


def open_outgoing(
    document_id: int,
    action: Action,
    *,
    actor: Actor,
    seen_version: int | None = None,
    reason: str | None = None,
) -> OutgoingDocument:
    """Lock an outgoing document for `action` and return it; the lock holds its versions and checks as well.

    Args:
        document_id: its primary key.
        action: what is about to be done.
        actor: who does it.
        seen_version: the version that the officer saw; None when a lock is enough.
        reason: the written reason, checked when the move needs one.

    Raises:
        PermissionDenied: the capability is missing.
        OutgoingDocument.DoesNotExist: not there, or not visible to the actor (existence does not leak).
        StateRefused: the table does not allow the action in this state, or it is another's.
        StaleVersion: somebody changed it after the officer saw it.
    """
    move = MOVES[action]
    demand(actor, move.capability)
    document = lock(document_id, actor)
    require_version(document, seen_version)
    if document.stage not in move.sources:
        raise StateRefused(
            _("Văn bản đang ở trạng thái “%(state)s”, không thể thực hiện “%(action)s”.")
            % {"state": STATE_NAMES[document.stage], "action": move.label}
        )
    _require_place(document, move, actor)
    if move.needs_reason and reason is not None:
        require_reason(reason)
    return document


def _require_place(document: OutgoingDocument, move: Move, actor: Actor) -> None:
    """Refuse an act that is another's; open checks are only looked up where the rest does not settle it."""
    if actor.officer_id is None:
        return
    for held in (False, True):
        if may_act(move, document.stage, place_of(document, actor, held=held)):
            return
    raise StateRefused(_("“%(action)s” là việc của người khác.") % {"action": move.label}, code="not-holder")


def require_reason(reason: str) -> None:
    """Refuse an act whose reason was not written."""
    if not clean(reason):
        raise ActionRefused(_("Hãy ghi rõ lý do."), code="reason", field="reason")


def lock(document_id: int, actor: Actor) -> OutgoingDocument:
    """Return an outgoing document that `actor` may see, locked until the transaction ends.

    Raises:
        OutgoingDocument.DoesNotExist: not there, or not visible (existence does not leak).
    """
    return locked(document_id, actor)


def require_version(document: OutgoingDocument, seen_version: int | None) -> None:
    """Refuse to go on when somebody changed the document after the officer saw it, and say who."""
    if seen_version is None or document.version == seen_version:
        return
    event = next(iter(timeline(subject_of(document), limit=1)), None)
    who, what = (event.officer_name, event.sentence) if event else ("", "")
    raise StaleVersion(
        _("Văn bản vừa được %(who)s cập nhật (%(what)s). Hãy xem lại trước khi thao tác.")
        % {"who": who or _("người khác"), "what": what},
        who=who,
        what=what,
    )


def store(document: OutgoingDocument, *fields: str) -> None:
    """Write the named columns, one version further."""
    fitting(document)
    document.version += 1
    document.updated_at = timezone.now()
    update((document, [*fields, "version", "updated_at"]))


def journal(document: OutgoingDocument, kind: str, *, actor: Actor, reason: str = "", **data: Any) -> None:
    """Record in the issuing agency's chain that something happened to `document`."""
    record(
        kind,
        subject_of(document),
        actor=actor,
        agency_id=document.agency_id,
        reason=clean(reason),
        code=document.code,
        title=document.subject,
        **data,
    )


def record_about(subject: Subject, kind: str, *, actor: Actor, **data: Any) -> None:
    """Record in the actor's chain what happened to a document of either direction."""
    record(kind, subject, actor=actor, **data)
