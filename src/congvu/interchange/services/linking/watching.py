"""What happens to a dossier here and concerns the other side of a stage goes there by itself."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Step
from congvu.dossiers.rules import outside_code
from congvu.dossiers.states import StepState
from congvu.interchange.envelopes import dossier as wire
from congvu.interchange.models import LinkedDossier
from congvu.interchange.queries.routes import NoRoute, name_of_code, route_for
from congvu.interchange.rules.linking import OPEN, Kind, Side, Stage
from congvu.interchange.services.linking.contents import clock_of, facts_of, files_of, hashes_told
from congvu.interchange.services.linking.saying import say

_CLOCK = frozenset(
    {
        "dossier.supplement_requested", "dossier.supplement_cancelled", "dossier.extended",
        "dossier.rules_changed", "dossier.recomputed", "dossier.resumed", "dossier.paid",
    }
)  # fmt: skip
_ENDS = frozenset(
    {
        "dossier.withdrawn", "dossier.stopped", "dossier.closed", "dossier.refused", "dossier.sent_back",
        "dossier.handed_over", "dossier.returned", "dossier.given_back",
    }
)  # fmt: skip
_WORK = frozenset({"dossier.taken_over", "dossier.assigned", "dossier.step_done"})


def name_of(agency_id: int, code: str) -> str:
    """Return the name of who is reached with a code; "" when nothing leads there."""
    try:
        route = route_for(agency_id, code)
    except NoRoute:
        return ""
    return name_of_code(route.connection, route.code) or code


def hand_out(dossier: Dossier, step: Step, actor: Actor, reason: str) -> None:
    """Hand a stage to the system that its step is placed at: the dossier with papers, clock and form data.

    Raises:
        ActionRefused: the dossier is restricted, or has no code yet.
    """
    if dossier.confidentiality:
        raise ActionRefused(_("Hồ sơ có độ mật không gửi qua liên thông."), code="secret-outside")
    code = outside_code(step.holder)
    clock = clock_of(dossier, step)
    link = LinkedDossier.objects.create(
        stage=uuid4(),
        side=Side.ORIGIN,
        agency_id=step.agency_id,
        dossier=dossier,
        step=step,
        partner_code=code,
        partner_name=name_of(step.agency_id, code)[:300],
        dossier_code=dossier.code or "",
        name=step.name[:200],
        task=reason[:1000],
        due_at=clock.stage_due_at,
        dossier_due_at=clock.dossier_due_at,
        before=step.undo.pop("before", {}),
        opened_at=timezone.now(),
    )
    say(
        link,
        Kind.HAND_OVER,
        actor=actor,
        text=reason or step.name,
        facts=facts_of(dossier),
        clock=clock,
        files=files_of(dossier),
    )


def happened(dossier: Dossier, kind: str, actor: Actor, reason: str, data: Mapping[str, Any]) -> None:
    """Tell the other side of a fact that concerns it."""
    if dossier.master_system:
        if kind in _WORK or kind == "dossier.refused":
            _worked(dossier, kind, actor, reason, data)
    elif kind in _CLOCK or kind in _ENDS:
        for link in _open(dossier, Side.ORIGIN):
            _ours(link, dossier, kind, actor, reason)


def _open(dossier: Dossier, side: Side) -> list[LinkedDossier]:
    rows = LinkedDossier.objects.filter(dossier_id=dossier.pk, side=side, state__in=sorted(OPEN))
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for link in found:
        link.dossier = dossier
    return found


def _ours(link: LinkedDossier, dossier: Dossier, kind: str, actor: Actor, reason: str) -> None:
    """A fact about a dossier of ours: its stage at the other system ended, or its clock was changed."""
    step = Step.objects.filter(pk=link.step_id or 0).first()
    if step is None or step.state != StepState.OPEN:
        say(link, Kind.WITHDRAWN, actor=actor, text=reason or _("Nơi chuyển đã kết thúc phần việc này."))
        return
    if kind not in _CLOCK:
        return
    clock = clock_of(dossier, step)
    if kind == "dossier.resumed" and link.state == Stage.ASKED:
        supplement_given(link, dossier, clock, actor, reason)
    elif kind != "dossier.recomputed" or clock.stage_due_at != link.due_at:
        say(link, Kind.CLOCK, actor=actor, text=reason, clock=clock)
    link.due_at, link.dossier_due_at = clock.stage_due_at, clock.dossier_due_at
    link.save(update_fields=["due_at", "dossier_due_at"])


def supplement_given(
    link: LinkedDossier, dossier: Dossier, clock: wire.Clock, actor: Actor, text: str
) -> None:
    """Send what the applicant supplemented: all files that the other side has not got."""
    files = files_of(dossier, known=hashes_told(link))
    say(link, Kind.SUPPLEMENT_GIVEN, actor=actor, text=text, clock=clock, files=files)
    link.asked = {}
    link.save(update_fields=["asked"])


def _worked(dossier: Dossier, kind: str, actor: Actor, reason: str, data: Mapping[str, Any]) -> None:
    """A fact about a copy: work on it means that it was accepted, a refusal is the result."""
    for link in _open(dossier, Side.RECEIVER):
        if kind == "dossier.refused":
            basis = str(data.get("legal_basis") or "")
            outcome = wire.Outcome(
                name=_("Từ chối giải quyết"), positive=False, content=reason, legal_basis=basis
            )
            say(link, Kind.RESULT, actor=actor, text=reason, legal_basis=basis, outcome=outcome)
        elif link.state == Stage.OFFERED:
            say(link, Kind.ACCEPTED, actor=actor)
        elif kind == "dossier.step_done" and link.state == Stage.WORKING and data.get("next"):
            done = _("Đã xong: %(step)s. Tiếp theo: %(next)s.")
            words = {"step": data.get("step", ""), "next": ", ".join(map(str, data["next"]))}
            say(link, Kind.PROGRESS, actor=actor, text=done % words)
