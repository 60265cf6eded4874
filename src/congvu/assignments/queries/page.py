"""Everything that the page of one assignment shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from congvu.assignments import rules
from congvu.assignments.messages import Performer
from congvu.assignments.models import Amendment, Assignment, CoPerformer, Extension, Involvement, Report
from congvu.assignments.queries.lists import limits_now
from congvu.assignments.queries.places import moves_for, places_of
from congvu.assignments.queries.scopes import AssignmentQuerySet
from congvu.assignments.rules import Bucket, Group
from congvu.assignments.states import By, Move, State
from congvu.audit.queries import timeline
from congvu.calendars.queries import legal_rules
from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard, cards
from congvu.directory.messages import Actor
from congvu.files.models import StoredFile

LABEL = "assignments.assignment"
EVENTS = 12
AMENDMENTS = 40


@dataclass(frozen=True)
class Branch:
    """One assignment of the tree of parts; `depth` 0 is the one shown."""

    assignment: Assignment
    depth: int


@dataclass(frozen=True)
class TaskView:
    """An assignment with all around it.

    Args:
        moves: what the actor may do now.
        places: where the actor stands.
        report: the proposal or report that waits for approval.
        difficulties: reports whose difficulty is not settled.
        amendments: what was edited or corrected, the latest first.
        source: what it came from, when the actor may see it.
        bucket: the national bucket, None when it does not count.
        extensions_left: how often an extension may still be approved.
    """

    assignment: Assignment
    places: frozenset[By]
    moves: list[Move]
    partners: Sequence[CoPerformer]
    reports: Sequence[Report]
    extensions: Sequence[Extension]
    tree: Sequence[Branch]
    parents: Sequence[Assignment]
    events: Sequence[object]
    source: SubjectCard | None
    group: Group
    bucket: Bucket | None
    followed: bool
    extensions_left: int
    report: Report | None = None
    difficulties: Sequence[Report] = field(default_factory=tuple)
    amendments: Sequence[Amendment] = field(default_factory=tuple)

    @property
    def running_parts(self) -> int:
        """How many parts are still open."""
        return sum(1 for one in self.tree if one.assignment.state not in {"ended", "closed", "cancelled"})


def task_view(pk: int, actor: Actor) -> TaskView:
    """Return the page of an assignment: so many statements however many reports and parts there are.

    Raises:
        Assignment.DoesNotExist: not there, or not visible to the actor.
    """
    assignment = _visible(actor).get(pk=pk)
    partners = list(assignment.partners.select_related("agency", "unit", "officer", "answered_by"))
    people = ("reporter", "unit_by", "giver_by", "settled_by")
    reports = list(
        assignment.reports.select_related(*people).prefetch_related("files__file__blob").order_by("-pk")
    )
    for one in reports:
        one.assignment = assignment
    extensions = list(assignment.extensions.select_related("officer"))
    places = places_of(actor, assignment, partners)
    law = legal_rules(timezone.localdate())
    asked = sum(1 for one in extensions if one.report_id)
    waiting = [one for one in reports if one.state in {"at_unit", "at_giver"}]
    return TaskView(
        assignment=assignment,
        places=places,
        moves=moves_for(actor, assignment, places),
        partners=partners,
        reports=reports,
        extensions=extensions,
        tree=_tree(assignment, actor),
        parents=_parents(assignment, actor),
        events=timeline(Subject(LABEL, pk), limit=EVENTS),
        source=_source(assignment, actor),
        group=rules.group_of(assignment.due_at, limits_now()),
        bucket=rules.bucket_of(
            State(assignment.state),
            assignment.finished_on,
            assignment.last_on,
            assignment.due_at,
            timezone.now(),
        ),
        followed=_followed(assignment, actor),
        extensions_left=max(0, law.number("assignment.extensions") - asked),
        report=next((one for one in waiting if one.kind != "progress"), next(iter(waiting), None)),
        amendments=list(assignment.amendments.select_related("officer")[:AMENDMENTS]),
        difficulties=[one for one in reports if one.difficulties and one.settled_at is None],
    )


def stored_file(pk: int, file_pk: int, actor: Actor) -> StoredFile:
    """Return a file of a report of an assignment that `actor` may see.

    Raises:
        StoredFile.DoesNotExist: no such file there.
    """
    seen = Assignment.objects.visible_to(actor).filter(pk=pk)
    reports = Report.objects.filter(assignment__in=seen.values("pk"))
    return StoredFile.objects.select_related("blob").get(
        pk=file_pk, pk__in=reports.values("files__file_id").filter(files__isnull=False)
    )


def _visible(actor: Actor) -> AssignmentQuerySet:
    return Assignment.objects.visible_to(actor).select_related(
        "giver_agency",
        "giver_unit",
        "giver",
        "lead_agency",
        "lead_unit",
        "lead_officer",
        "series",
        "created_by",
    )


def _tree(assignment: Assignment, actor: Actor) -> list[Branch]:
    """Return the visible parts below, each level one statement, at most four levels and 200 parts."""
    below: dict[int, list[Assignment]] = {}
    level = [assignment.pk]
    for _ in range(4):
        found = list(_visible(actor).filter(parent_id__in=level).order_by("order_at", "pk")[:200])
        if not found:
            break
        for one in found:
            below.setdefault(one.parent_id or 0, []).append(one)
        level = [one.pk for one in found]
    return _branches(assignment.pk, below, 0)


def _branches(pk: int, below: dict[int, list[Assignment]], depth: int) -> list[Branch]:
    found = []
    for one in below.get(pk, []):
        found += [Branch(one, depth), *_branches(one.pk, below, depth + 1)]
    return found


def _parents(assignment: Assignment, actor: Actor) -> list[Assignment]:
    """Return the visible wholes above, the topmost first."""
    found: list[Assignment] = []
    pk = assignment.parent_id
    while pk is not None and len(found) < 4:
        above = _visible(actor).filter(pk=pk).first()
        if above is None:
            break
        found.insert(0, above)
        pk = above.parent_id
    return found


def _source(assignment: Assignment, actor: Actor) -> SubjectCard | None:
    if not assignment.source_label or assignment.source_pk is None:
        return None
    subject = Subject(assignment.source_label, assignment.source_pk)
    return cards([subject], actor).get(subject)


def _followed(assignment: Assignment, actor: Actor) -> bool:
    who = Performer(actor.agency_id, None, actor.officer_id).who
    return Involvement.objects.filter(assignment=assignment, who=who, reason="follows").exists()
