"""The only door to an incoming document that is about to change: scope, capability, state, version, lock."""

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
from congvu.documents.models import IncomingDocument
from congvu.documents.services import listening
from congvu.documents.services.fitting import fitting
from congvu.documents.states.incoming import MOVES, STATE_NAMES, Action, State

LABEL = "documents.incomingdocument"
LINE_LABEL = "documents.line"


def subject_of(document: IncomingDocument) -> Subject:
    """Return the subject that events and notices of `document` are about."""
    return Subject(LABEL, document.pk)


def title_of(document: IncomingDocument) -> str:
    """Return the summary as the journal may hold it: that of a secret document stays with the document."""
    return "" if document.confidentiality else document.subject


def open_incoming(
    document_id: int,
    action: Action,
    *,
    actor: Actor,
    seen_version: int | None = None,
    reason: str | None = None,
) -> IncomingDocument:
    """Lock an incoming document for `action` and return it; the lock holds its lines as well.

    Args:
        document_id: its primary key.
        action: what is about to be done.
        actor: who does it.
        seen_version: the version that the officer saw; None when a lock is enough.
        reason: the written reason, checked when the move needs one.

    Raises:
        PermissionDenied: the capability is missing.
        IncomingDocument.DoesNotExist: not there, or not visible to the actor (existence does not leak).
        StateRefused: the table does not allow the action in this state.
        StaleVersion: somebody changed it after the officer saw it.
    """
    move = MOVES[action]
    demand(actor, move.capability)
    document = lock(document_id, actor)
    if document.stage not in move.sources:
        raise _wrong_state(document, action)
    require_version(document, seen_version)
    if move.needs_reason and reason is not None and not clean(reason):
        raise ActionRefused(_("Hãy ghi rõ lý do."), code="reason", field="reason")
    return document


def lock(document_id: int, actor: Actor) -> IncomingDocument:
    """Return an incoming document that `actor` may see, locked until the transaction ends.

    Raises:
        IncomingDocument.DoesNotExist: not there, or not visible (existence does not leak).
    """
    return IncomingDocument.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=document_id)


def require_version(document: IncomingDocument, seen_version: int | None) -> None:
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


def _wrong_state(document: IncomingDocument, action: Action) -> StateRefused:
    """Say why not; to the second of two clerks, who was faster and when."""
    if action == Action.REGISTER and document.registered_at and document.registered_by_id:
        return StateRefused(
            _("Văn bản đã được %(who)s tiếp nhận lúc %(at)s, số đến %(number)s.")
            % {
                "who": document.registered_by.full_name if document.registered_by else "",
                "at": f"{timezone.localtime(document.registered_at):%H:%M %d/%m/%Y}",
                "number": document.arrival_code,
            },
            code="already-registered",
        )
    return StateRefused(
        _("Văn bản đang ở trạng thái “%(state)s”, không thể thực hiện “%(action)s”.")
        % {"state": STATE_NAMES[State(document.state)], "action": MOVES[action].label}
    )


def store(document: IncomingDocument, *fields: str) -> None:
    """Write the named columns, one version further."""
    fitting(document)
    document.version += 1
    document.updated_at = timezone.now()
    document.save(update_fields=[*fields, "version", "updated_at"])


def journal(document: IncomingDocument, kind: str, *, actor: Actor, reason: str = "", **data: Any) -> None:
    """Record in the receiving agency's chain that something happened to `document`, and tell who listens."""
    record(
        kind,
        subject_of(document),
        actor=actor,
        agency_id=document.agency_id,
        reason=clean(reason),
        code=document.code or "",
        **data,
    )
    listening.happened(document, kind, actor=actor, reason=clean(reason))
