"""Filing what ended with the matter that it belongs to: all papers of a matter go into its file.

Legal source: NĐ 30/2020/NĐ-CP Điều 29 khoản 3 (thu thập, cập nhật đầy đủ văn bản của công việc vào hồ sơ).
"""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from congvu.casefiles.messages import Filing, ItemDraft
from congvu.casefiles.models import CaseFile, CaseItem
from congvu.casefiles.queries.cards import LABEL
from congvu.casefiles.services.automatic import file_automatically, file_quietly
from congvu.casefiles.states import State
from congvu.common import subjects
from congvu.common.subject import Subject
from congvu.directory.messages import Actor

STEPS = 2
"""So far a matter is followed: from an answer to the document, and on to the work that it gave."""
MOST = 200


def file_away(filing: Filing, draft: Callable[[], ItemDraft], *, actor: Actor) -> list[CaseItem]:
    """File `filing.subject` where a rule says, else with the matter in each unit that worked on it.

    Without a rule it goes into the open case file of the unit, or of the officer, that holds something of the
    same thread; one for each unit, never twice. Costs one statement where those units keep no open case file.
    Filing never fails the act that caused it.

    Args:
        filing: what ended, with the units and officers that worked on it.
        draft: builds the document's data; called only when it is filed.
        actor: who acted.
    """
    by_rule = file_automatically(filing, draft, actor=actor)
    if by_rule is not None:
        return [by_rule]
    found = _open_files(filing)
    if found is None or not found.exists():
        return []
    items = []
    for pk in _nearest(found, _thread(filing.subject, actor)):
        target = found.select_for_update(of=("self",)).filter(pk=pk).first()
        item = file_quietly(target, filing, draft, actor) if target is not None else None
        if item is not None:
            items.append(item)
    return items


def _open_files(filing: Filing) -> QuerySet[CaseFile] | None:
    """Return the open case files of those who worked on it, None when nobody is named."""
    units = {one for one in (filing.unit_id, *filing.unit_ids) if one}
    if not units and not filing.officer_ids:
        return None
    return CaseFile.objects.filter(
        Q(unit_id__in=units) | Q(keeper_id__in=filing.officer_ids),
        agency_id=filing.agency_id,
        state=State.OPEN,
        confidentiality__gte=filing.confidentiality,
    )


def _thread(subject: Subject, actor: Actor) -> dict[Subject, int]:
    """Return what belongs to the same matter, each with its distance in links."""
    found, edge = {subject: 0}, [subject]
    for step in range(1, STEPS + 1):
        ends = [end for link in subjects.links(edge, actor) for end in (link.source, link.target)]
        edge = [one for one in dict.fromkeys(ends) if one not in found][: MOST - len(found)]
        found |= dict.fromkeys(edge, step)
    return found


def _nearest(files: QuerySet[CaseFile], thread: dict[Subject, int]) -> list[int]:
    """Return of each unit the case file that holds what is nearest in the thread, the older one of two."""
    things = Q()
    for label in {one.label for one in thread}:
        pks = [one.pk for one in thread if one.label == label]
        things |= Q(subject_label=label, subject_pk__in=pks)
    inside = CaseItem.objects.filter(things, removed_at__isnull=True, case_file__in=files)
    rows = [
        (thread[Subject(label, pk or 0)], case_file, unit)
        for label, pk, case_file, unit in inside.values_list(
            "subject_label", "subject_pk", "case_file_id", "case_file__unit_id"
        )[:MOST]
    ]
    named = {one.pk: step for one, step in thread.items() if one.label == LABEL}
    rows += [
        (named[pk], pk, unit) for pk, unit in files.filter(pk__in=named).values_list("pk", "unit_id") if named
    ]
    best: dict[int, int] = {}
    for _step, case_file, unit in sorted(rows):
        best.setdefault(unit, case_file)
    return list(best.values())
