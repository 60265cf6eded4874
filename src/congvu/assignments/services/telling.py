"""Telling people of work: in the product at once; by e-mail only from the nightly reminders."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from congvu.assignments.models import Assignment, CoPerformer, Report
from congvu.assignments.services.access import subject_of
from congvu.assignments.states import KIND_NAMES, ReportKind
from congvu.directory.messages import Actor
from congvu.directory.models import Officer
from congvu.directory.queries import in_force
from congvu.notify.services import notify

HEADS = ("unit-head", "leader")
OF_AGENCY = ("leader", "registry")


def performers(assignment: Assignment) -> list[int]:
    """Return the officers to whom the work falls: the one, or those who lead the unit or agency.

    A unit without a head is told as a whole.
    """
    if assignment.lead_officer_id:
        return [assignment.lead_officer_id]
    if assignment.lead_unit_id is None:
        return _ids(assignment, Q(posts__agency_id=assignment.lead_agency_id), OF_AGENCY)
    unit = Q(posts__unit_id=assignment.lead_unit_id)
    return _ids(assignment, unit, HEADS) or _ids(assignment, unit, ("specialist", "clerk", "registry"))


def heads(assignment: Assignment) -> list[int]:
    """Return who passes reports at the performing unit."""
    if assignment.lead_unit_id is None:
        return _ids(assignment, Q(posts__agency_id=assignment.lead_agency_id), ("leader",))
    return _ids(assignment, Q(posts__unit_id=assignment.lead_unit_id), HEADS)


def givers(assignment: Assignment) -> list[int]:
    """Return who gave the work."""
    return [assignment.giver_id] if assignment.giver_id else []


def tell_given(assignment: Assignment, *, actor: Actor) -> None:
    """Tell the performers, and the partners who are persons or lead units, of new work."""
    due = f"{assignment.due_on:%d/%m/%Y}" if assignment.due_on else _("không thời hạn")
    said = _("Nhiệm vụ mới, hạn %(due)s") % {"due": due}
    tell(performers(assignment), "assignment.given", said, assignment, actor=actor)
    for row in assignment.partners.all():
        tell_partner(assignment, row, actor=actor)


def tell_partner(assignment: Assignment, row: CoPerformer, *, actor: Actor) -> None:
    """Tell a partner, or who leads the unit or agency that is one, to cooperate."""
    whom = (
        [row.officer_id]
        if row.officer_id
        else _ids(assignment, Q(posts__unit_id=row.unit_id), HEADS)
        if row.unit_id
        else _ids(assignment, Q(posts__agency_id=row.agency_id), OF_AGENCY)
    )
    tell(whom, "assignment.partner", _("Bạn được giao phối hợp"), assignment, actor=actor)


def tell_report(assignment: Assignment, report: Report, whom: Iterable[int], *, actor: Actor) -> None:
    """Tell who decides on a report that it is there."""
    said = _("%(report)s chờ duyệt") % {"report": KIND_NAMES[ReportKind(report.kind)]}
    tell(whom, "assignment.to_approve", said, assignment, actor=actor)


def tell_decided(assignment: Assignment, report: Report, said: str, *, actor: Actor) -> None:
    """Tell who reported, and the performers, what was decided."""
    whom = {*performers(assignment), *([report.reporter_id] if report.reporter_id else [])}
    tell(whom, "assignment.decided", said, assignment, actor=actor)


def tell(whom: Iterable[int], kind: str, said: str, assignment: Assignment, *, actor: Actor) -> int:
    """Give each officer but the actor one sentence that names the work."""
    others = [officer for officer in dict.fromkeys(whom) if officer != actor.officer_id]
    about = f"{assignment.code} ({short(assignment.content)})"
    return notify(others, kind, f"{said}: {about}", link_of(assignment), subject_of(assignment))


def short(text: str, most: int = 120) -> str:
    """Return the first line of a text, cut at a word."""
    line = text.strip().split("\n", 1)[0]
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]}…"


def link_of(assignment: Assignment) -> str:
    """Return the address of an assignment's page, "" where no desk is installed."""
    try:
        return reverse("desk:assignment", args=[assignment.pk])
    except NoReverseMatch:
        return ""


def _ids(assignment: Assignment, where: Q, roles: tuple[str, ...]) -> list[int]:
    found: QuerySet[Officer] = Officer.objects.filter(
        in_force(prefix="posts__"),
        where,
        posts__roles__code__in=roles,
        is_active=True,
        clearance__gte=assignment.confidentiality,
    )
    return list(found.order_by("pk").distinct().values_list("pk", flat=True))
