"""The only door to a dossier that is about to change: scope, capability, state, version, lock."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.audit.queries import timeline
from congvu.audit.services import record
from congvu.common.errors import ActionRefused, StaleVersion, StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.dossiers.models import Dossier
from congvu.dossiers.queries.inbox import holds
from congvu.dossiers.queries.locking import locked
from congvu.dossiers.services.fitting import fitting
from congvu.dossiers.services.listening import tell_listeners
from congvu.dossiers.states import ELSEWHERE, MOVES, STATE_NAMES, Action, By, Move, State, StepState, may_act
from congvu.statements.services import update

LABEL = "dossiers.dossier"


def subject_of(dossier: Dossier) -> Subject:
    """Return the subject that events and notices of `dossier` are about."""
    return Subject(LABEL, dossier.pk)


def open_dossier(
    dossier_id: int,
    action: Action,
    *,
    actor: Actor,
    seen_version: int | None = None,
    reason: str | None = None,
    master: bool = False,
) -> Dossier:
    """Lock a dossier for `action` and return it.

    Args:
        dossier_id: its primary key.
        action: what is about to be done.
        actor: who does it.
        seen_version: the version that the officer saw; None when a lock is enough (worker jobs).
        reason: the written reason, checked when the move needs one.
        master: the act is told by the system that holds the master of a copy, or reported to it.

    Raises:
        PermissionDenied: the capability is missing.
        Dossier.DoesNotExist: not there, or not visible to the actor (existence does not leak).
        StateRefused: the table does not allow the action in this state, or it is another's.
        StaleVersion: somebody changed it after the officer saw it.
    """
    move = MOVES[action]
    demand(actor, move.capability)
    dossier = locked(dossier_id, actor)
    require_version(dossier, seen_version)
    if State(dossier.state) not in move.sources:
        raise StateRefused(
            _("Hồ sơ đang ở trạng thái “%(state)s”, không thể thực hiện “%(action)s”.")
            % {"state": STATE_NAMES[State(dossier.state)], "action": move.label}
        )
    if dossier.master_system and action in ELSEWHERE and not master:
        raise StateRefused(
            _("“%(action)s” do %(master)s thực hiện. Hãy dùng mục “Liên thông với cơ quan khác”.")
            % {"action": move.label, "master": dossier.master_system},
            code="elsewhere",
        )
    _require_place(dossier, move, actor)
    if move.needs_reason and reason is not None and not clean(reason):
        raise ActionRefused(_("Hãy ghi rõ lý do."), code="reason", field="reason")
    return dossier


def _require_place(dossier: Dossier, move: Move, actor: Actor) -> None:
    """Refuse an act that is another's; steps are only looked up when the agencies do not settle it."""
    if actor.officer_id is None or move.by == By.ANYBODY:
        return
    place = {
        "receives": dossier.receiving_agency_id == actor.agency_id,
        "decides": dossier.competent_agency_id == actor.agency_id,
    }
    if may_act(move, **place, holds=False):
        return
    holding = any(holds(actor, step) for step in dossier.steps.filter(state=StepState.OPEN))
    if not may_act(move, **place, holds=holding):
        raise StateRefused(
            _("“%(action)s” là việc của đơn vị khác đang giữ hoặc tiếp nhận hồ sơ.") % {"action": move.label},
            code="not-holder",
        )


def require_version(dossier: Dossier, seen_version: int | None) -> None:
    """Refuse to go on when somebody changed the dossier after the officer saw it, and say who."""
    if seen_version is None or dossier.version == seen_version:
        return
    event = next(iter(timeline(subject_of(dossier), limit=1)), None)
    who = event.officer_name if event else ""
    what = event.sentence if event else ""
    raise StaleVersion(
        _("Hồ sơ vừa được %(who)s cập nhật (%(what)s). Hãy xem lại trước khi thao tác.")
        % {"who": who or _("người khác"), "what": what},
        who=who,
        what=what,
    )


def store(dossier: Dossier, *fields: str, also: Sequence[tuple[Model, Sequence[str]]] = ()) -> None:
    """Write the named columns, one version further.

    Args:
        also: other rows of the dossier that changed with it, and their fields.
    """
    fitting(dossier)
    dossier.version += 1
    dossier.updated_at = timezone.now()
    update((dossier, [*fields, "version", "updated_at"]), *also)


def journal(dossier: Dossier, kind: str, *, actor: Actor, reason: str = "", **data: Any) -> None:
    """Record that something happened to `dossier`."""
    record(kind, subject_of(dossier), actor=actor, reason=clean(reason), code=dossier.code or "", **data)
    tell_listeners(dossier, kind, actor=actor, reason=clean(reason), data=data)
