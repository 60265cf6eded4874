"""One case file, one catalogue, one hand-over as their pages show them."""

from dataclasses import dataclass, field

from congvu.audit.queries import TimelineRow, timeline
from congvu.casefiles.models import (
    ArchivePackage,
    CaseFile,
    CaseItem,
    CaseItemFile,
    Catalogue,
    CatalogueEntry,
    FilingRule,
    Handover,
    HandoverLine,
)
from congvu.casefiles.queries.cards import LABEL
from congvu.casefiles.queries.prints import ordered
from congvu.casefiles.queries.scopes import holds
from congvu.casefiles.states import HANDOVER_MOVES, HandoverMove, HandoverState, Move, State, moves_from
from congvu.common import subjects
from congvu.common.subject import Subject
from congvu.common.subjects import SubjectCard
from congvu.common.text import fold
from congvu.directory.messages import Actor
from congvu.files.models import StoredFile

EVENTS = 30


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A document on the page: its row, its files, and the card of what it stands for (None: not visible)."""

    item: CaseItem
    files: list[CaseItemFile]
    card: SubjectCard | None = None


@dataclass(frozen=True, slots=True)
class CaseFilePage:
    """Everything that the page of a case file shows."""

    case_file: CaseFile
    lines: list[ItemLine]
    removed: list[CaseItem]
    packages: list[ArchivePackage]
    rules: list[FilingRule]
    events: list[TimelineRow]
    moves: list[Move] = field(default_factory=list)
    held: bool = False

    @property
    def pages(self) -> int:
        """The pages of all documents in it."""
        return sum(line.item.pages for line in self.lines)


def seen(pk: int, actor: Actor) -> CaseFile:
    """Return a case file that `actor` may see; raise CaseFile.DoesNotExist otherwise."""
    rows = CaseFile.objects.visible_to(actor).select_related(
        "agency", "agency__parent", "unit", "keeper", "entry"
    )
    return rows.get(pk=pk)


def moves_of(case_file: CaseFile, actor: Actor) -> list[Move]:
    """Return what `actor` may do with `case_file` now."""
    return moves_from(State(case_file.state), actor.capabilities, holds=holds(case_file, actor))


def case_file_page(pk: int, actor: Actor, *, words: str = "") -> CaseFilePage:
    """Return the page of a case file; `words` narrows its documents (search within)."""
    case_file = seen(pk, actor)
    items = list(case_file.items.select_related("removed_by", "moved_to").prefetch_related("files"))
    inside = [item for item in items if item.removed_at is None and _fits(item, words)]
    linked = [_subject(item) for item in inside if item.subject_pk]
    cards = subjects.cards(linked, actor)
    return CaseFilePage(
        case_file=case_file,
        lines=[
            ItemLine(
                item, list(item.files.all()), cards.get(Subject(item.subject_label, item.subject_pk or 0))
            )
            for item in inside
        ],
        removed=[item for item in items if item.removed_at is not None],
        packages=list(case_file.packages.select_related("made_by")),
        rules=list(case_file.rules.select_related("unit")),
        events=timeline(Subject(LABEL, pk), limit=EVENTS),
        moves=moves_of(case_file, actor),
        held=holds(case_file, actor),
    )


def _subject(item: CaseItem) -> Subject:
    return Subject(item.subject_label, item.subject_pk or 0)


def _fits(item: CaseItem, words: str) -> bool:
    text = fold(f"{item.summary} {item.type_name} {item.code} {item.author} {item.signer} {item.note}")
    return all(word in text for word in fold(words).split())


def item_of(pk: int, actor: Actor) -> CaseItem:
    """Return a document that lies in a case file which `actor` may see."""
    rows = CaseItem.objects.select_related("case_file").prefetch_related("files")
    return rows.get(pk=pk, removed_at__isnull=True, case_file__in=CaseFile.objects.visible_to(actor))


def file_in(pk: int, file_pk: int, actor: Actor) -> StoredFile:
    """Return a file of a document, or of a package, of a case file that `actor` may see."""
    case_file = CaseFile.objects.visible_to(actor).only("pk").get(pk=pk)
    stored = StoredFile.objects.select_related("blob")
    if CaseItemFile.objects.filter(item__case_file=case_file, stored_id=file_pk).exists():
        return stored.get(pk=file_pk)
    package = case_file.packages.get(stored_id=file_pk)
    return stored.get(pk=package.stored_id)


def places_of(subject: Subject, actor: Actor) -> list[CaseFile]:
    """Return the case files that hold `subject` and that `actor` may see."""
    items = CaseItem.objects.filter(
        subject_label=subject.label, subject_pk=subject.pk, removed_at__isnull=True
    )
    return list(CaseFile.objects.visible_to(actor).filter(pk__in=items.values("case_file_id")).order_by("pk"))


@dataclass(frozen=True, slots=True)
class CatalogueLineShown:
    """A line of the catalogue as the screen shows it; `opened` is its case file of the year, if any."""

    entry: CatalogueEntry
    level: int
    number: str
    opened: int | None = None


def catalogue_page(year: int, actor: Actor) -> tuple[Catalogue | None, list[CatalogueLineShown]]:
    """Return the catalogue of a year and its lines; None where there is none (three statements)."""
    catalogue = (
        Catalogue.objects.select_related("agency", "agency__parent", "approved_by")
        .filter(agency_id=actor.agency_id, year=year)
        .first()
    )
    if catalogue is None:
        return None, []
    opened = dict(
        CaseFile.objects.visible_to(actor)
        .filter(entry__catalogue=catalogue)
        .order_by("-pk")
        .values_list("entry_id", "pk")
    )
    entries = catalogue.entries.select_related("keeper", "unit")
    lines = [
        CatalogueLineShown(entry, level, number, opened.get(entry.pk))
        for entry, level, number in ordered(entries)
    ]
    return catalogue, lines


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """A hand-over, its case files, and what may be done."""

    handover: Handover
    lines: list[HandoverLine]
    moves: list[HandoverMove]


def handover_page(pk: int, actor: Actor) -> HandoverPage:
    """Return a hand-over of the actor's agency: the archive sees all, others those of their unit."""
    found = Handover.objects.select_related("agency", "agency__parent", "unit", "giver", "receiver").get(
        pk=pk, agency_id=actor.agency_id
    )
    mine = found.giver_id == actor.officer_id or found.unit_id in actor.unit_ids
    if not (actor.can("casefile.archive") or mine):
        raise Handover.DoesNotExist(pk)
    moves = [
        move
        for move in HANDOVER_MOVES.values()
        if HandoverState(found.state) in move.sources and actor.can(move.capability)
    ]
    return HandoverPage(found, list(found.lines.select_related("case_file")), moves)
