"""The only door to a case file that is about to change: scope, capability, state, version, lock."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.queries import timeline
from congvu.audit.services import record
from congvu.casefiles.models import CaseFile
from congvu.casefiles.queries.cards import LABEL
from congvu.casefiles.queries.scopes import holds
from congvu.casefiles.services.fitting import fitting
from congvu.casefiles.states import MOVES, STATE_NAMES, Action, By, State
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand

MOST_TEXT = 20_000
"""Letters of a case file's data and table of contents that searches read."""


def subject_of(case_file: CaseFile) -> Subject:
    """Return the subject that events of `case_file` are about."""
    return Subject(LABEL, case_file.pk)


def open_for(
    case_file_id: int,
    action: Action,
    *,
    actor: Actor,
    seen_version: int | None = None,
    reason: str | None = None,
) -> CaseFile:
    """Lock a case file for `action` and return it.

    Args:
        case_file_id: its primary key.
        action: what is about to be done.
        actor: who does it.
        seen_version: the version that the officer saw; None when a lock is enough.
        reason: the written reason, checked when the move needs one.

    Raises:
        PermissionDenied: the capability is missing.
        CaseFile.DoesNotExist: not there, or not visible to the actor (existence does not leak).
        StateRefused: the table does not allow the action in this state, or it is another's.
        StaleVersion: somebody changed it after the officer saw it.
    """
    move = MOVES[action]
    demand(actor, move.capability)
    case_file = CaseFile.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=case_file_id)
    require_version(case_file, seen_version)
    if State(case_file.state) not in move.sources:
        raise StateRefused(
            _("Hồ sơ đang ở trạng thái “%(state)s”, không thể thực hiện “%(action)s”.")
            % {"state": STATE_NAMES[State(case_file.state)], "action": move.label}
        )
    if move.by == By.HOLDER and not holds(case_file, actor):
        raise StateRefused(
            _("“%(action)s” là việc của người lập hồ sơ hoặc đơn vị giữ hồ sơ.") % {"action": move.label},
            code="not-holder",
        )
    if move.needs_reason:
        require_reason(reason)
    return case_file


def require_reason(reason: str | None) -> None:
    """Refuse an act that needs a written reason and has none."""
    if not clean(reason or ""):
        raise ActionRefused(_("Hãy ghi rõ lý do."), code="reason", field="reason")


def require_version(case_file: CaseFile, seen_version: int | None) -> None:
    """Refuse to go on when somebody changed the case file after the officer saw it, and say who."""
    if seen_version is None or case_file.version == seen_version:
        return
    event = next(iter(timeline(subject_of(case_file), limit=1)), None)
    who = event.officer_name if event else ""
    what = event.sentence if event else ""
    raise StaleVersion(
        _("Hồ sơ vừa được %(who)s cập nhật (%(what)s). Hãy xem lại trước khi thao tác.")
        % {"who": who or _("người khác"), "what": what},
        who=who,
        what=what,
    )


def store(case_file: CaseFile, *fields: str) -> None:
    """Write the named columns, one version further."""
    fitting(case_file)
    case_file.version += 1
    case_file.updated_at = timezone.now()
    case_file.save(update_fields=[*fields, "version", "updated_at"])


def journal(case_file: CaseFile, kind: str, *, actor: Actor, reason: str = "", **data: Any) -> None:
    """Record that something happened to `case_file`."""
    facts = {"code": case_file.code, **data}
    record(
        kind,
        subject_of(case_file),
        actor=actor,
        agency_id=case_file.agency_id,
        reason=clean(reason),
        **facts,
    )
