"""Assigned work as a paper of a case file, and filing it by itself when it has ended."""

from django.utils import timezone

from congvu.assignments.models import Assignment
from congvu.assignments.queries.cards import LABEL
from congvu.casefiles.messages import FileRef, Filing, ItemDraft
from congvu.casefiles.services import file_away
from congvu.common.subject import Subject
from congvu.common.text import one_line
from congvu.directory.messages import Actor


def item_draft(assignment: Assignment) -> ItemDraft:
    """Return an assignment as a paper of a case file: what was to be done, and how it ended."""
    last = assignment.reports.filter(state="approved").order_by("-pk").first()
    files = last.files.select_related("file") if last else ()
    giver = assignment.giver
    return ItemDraft(
        summary=one_line(assignment.content)[:500],
        kind="assignment",
        type_name="Nhiệm vụ được giao",
        notation=assignment.code,
        dated_on=assignment.finished_on or timezone.localdate(assignment.given_at),
        author=assignment.giver_agency.name[:200],
        signer=giver.full_name[:100] if giver else "",
        note=one_line(last.content)[:500] if last else "",
        files=tuple(FileRef(row.file.name, row.file_id) for row in files),
    )


def source(pk: int, actor: Actor) -> ItemDraft:
    """Return an assignment that `actor` may see as a paper; raise Assignment.DoesNotExist else."""
    return item_draft(Assignment.objects.visible_to(actor).get(pk=pk))


def file_assignment(assignment: Assignment, *, actor: Actor) -> None:
    """File work that has ended with its matter, at who did it and at who gave it; in its transaction.

    Legal source: NĐ 30/2020/NĐ-CP Điều 29 khoản 3.
    """
    givers = (assignment.giver_agency_id, assignment.giver_unit_id, assignment.giver_id)
    leads = (assignment.lead_agency_id, assignment.lead_unit_id, assignment.lead_officer_id)
    for agency in dict.fromkeys((leads[0], givers[0])):
        hands = [one for one in (leads, givers) if one[0] == agency]
        file_away(
            Filing(
                Subject(LABEL, assignment.pk),
                agency,
                next((unit for _agency, unit, _officer in hands if unit), None),
                parents=_parents(assignment),
                confidentiality=assignment.confidentiality,
                unit_ids=tuple(unit for _agency, unit, _officer in hands if unit),
                officer_ids=tuple(officer for _agency, _unit, officer in hands if officer),
            ),
            lambda: item_draft(assignment),
            actor=actor,
        )


def _parents(assignment: Assignment) -> tuple[Subject, ...]:
    found = [Subject(LABEL, assignment.parent_id)] if assignment.parent_id else []
    if assignment.source_label and assignment.source_pk is not None:
        found.append(Subject(assignment.source_label, assignment.source_pk))
    return tuple(found)
