"""The printed forms of case files (NĐ 30/2020/NĐ-CP Phụ lục V), filled from the tables."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.casefiles.models import CaseFile, CaseItemFile, Catalogue, CatalogueEntry, Handover
from congvu.casefiles.rules.codes import roman
from congvu.casefiles.rules.retention import PERMANENT
from congvu.casefiles.rules.words import spelled
from congvu.directory.models import Agency
from congvu.printing.messages import (
    CaseLine,
    CaseListForm,
    CatalogueForm,
    CatalogueLine,
    DocumentLine,
    DocumentListForm,
    Letterhead,
    MinutesForm,
)


def letterhead(agency: Agency, *, number: str = "", unit: str = "") -> Letterhead:
    """Return what stands over the title: the agency under its superior, or a unit under the agency."""
    above = agency.parent.name if agency.parent else ""
    return Letterhead(
        agency=unit or agency.name,
        parent_agency=agency.name if unit else above,
        number=number,
        place=agency.place,
        date=timezone.localdate(),
    )


def ordered(entries: Iterable[CatalogueEntry]) -> Iterator[tuple[CatalogueEntry, int, str]]:
    """Yield the lines of a catalogue in their order, with level and number of a heading: "II", "1".

    Level 1 and 2 are headings, 0 is a case file.
    """
    below: dict[int | None, list[CatalogueEntry]] = {}
    for entry in entries:
        below.setdefault(entry.parent_id, []).append(entry)
    yield from _ordered(below, None, 1)


def _ordered(
    below: dict[int | None, list[CatalogueEntry]], parent: int | None, level: int
) -> Iterator[tuple[CatalogueEntry, int, str]]:
    rows = sorted(below.get(parent, []), key=lambda row: (row.is_heading, row.place, row.pk))
    number = 0
    for row in rows:
        if not row.is_heading:
            yield row, 0, ""
            continue
        number += 1
        yield row, level, roman(number) if level == 1 and number < 40 else str(number)
        yield from _ordered(below, row.pk, level + 1)


def catalogue_form(catalogue: Catalogue) -> CatalogueForm:
    """Return the catalogue of a year as it is printed (two statements)."""
    entries = list(catalogue.entries.select_related("keeper"))
    files = [row for row in entries if not row.is_heading]
    permanent = sum(row.retention == PERMANENT for row in files)
    return CatalogueForm(
        head=letterhead(catalogue.agency),
        year=catalogue.year,
        decision=_decision(catalogue),
        rows=tuple(
            CatalogueLine(
                title=f"{number}. {row.title}" if level else row.title,
                level=level,
                notation=row.notation,
                retention=row.period,
                keeper=row.keeper.full_name if row.keeper else "",
                note=row.note,
            )
            for row, level, number in ordered(entries)
        ),
        permanent=permanent,
        temporary=len(files) - permanent,
    )


def _decision(catalogue: Catalogue) -> str:
    if not catalogue.decision_no:
        return ""
    day = f" {_('ngày')} {catalogue.decision_on:%d/%m/%Y}" if catalogue.decision_on else ""
    return f"{catalogue.decision_no}{day}"


def document_list(case_file: CaseFile) -> DocumentListForm:
    """Return the list of the documents in a case file, pages counted on from the first (one statement)."""
    rows, page = [], 0
    for item in case_file.items.filter(removed_at__isnull=True):
        first, page = page + 1, page + item.pages
        rows.append(
            DocumentLine(
                no=item.ordinal,
                code=item.code,
                dated_on=item.dated_on,
                summary=f"{item.type_name}: {item.summary}" if item.type_name else item.summary,
                author=item.author,
                pages=_pages(first, page) if item.pages else "",
                note=item.note,
            )
        )
    return DocumentListForm(
        head=letterhead(case_file.agency),
        notation=case_file.notation,
        year=case_file.year,
        title=case_file.title,
        retention=case_file.period,
        rows=tuple(rows),
        pages=page,
        keeper=case_file.keeper.full_name,
    )


def _pages(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def case_list(handover: Handover) -> CaseListForm:
    """Return the list of the case files of a hand-over (two statements)."""
    lines = list(handover.lines.select_related("case_file"))
    return CaseListForm(
        head=letterhead(handover.agency, number=f"{handover.number:02}/MLHS", unit=handover.unit.name),
        unit=handover.title,
        year=handover.year,
        words=spelled(len(lines)),
        rows=tuple(
            CaseLine(
                no=line.place,
                notation=line.case_file.notation,
                title=line.case_file.title,
                span=span_of(line.case_file),
                retention=line.case_file.period,
                pages="/".join(
                    str(total) for total in (line.case_file.sheet_total, line.case_file.page_total) if total
                ),
                note=line.remark or line.case_file.description,
            )
            for line in lines
        ),
        keeper=handover.giver.full_name,
        keeper_title=handover.giver_title,
    )


def span_of(case_file: CaseFile) -> str:
    """Return the days from which to which a case file runs."""
    days = [day for day in (case_file.started_on, case_file.ended_on) if day]
    return " – ".join(f"{day:%d/%m/%Y}" for day in days)


def minutes(handover: Handover) -> MinutesForm:
    """Return the minutes of a hand-over (three statements)."""
    found = [line.case_file for line in handover.lines.select_related("case_file")]
    files = CaseItemFile.objects.filter(item__case_file__in=found, item__removed_at__isnull=True).count()
    years = sorted({one.year for one in found})
    starts = min((one.started_on for one in found), default=None)
    ends = max((one.ended_on for one in found if one.ended_on), default=None)
    return MinutesForm(
        head=letterhead(handover.agency, number=f"{handover.number:02}/BBGN"),
        grounds=_("Danh mục hồ sơ năm %(years)s") % {"years": ", ".join(map(str, years))},
        giver_unit=handover.unit.name,
        giver=handover.giver.full_name,
        giver_title=handover.giver_title,
        receiver=handover.receiver.full_name if handover.receiver else "",
        receiver_title=handover.receiver_title,
        collection=handover.title,
        span=_("từ %(start)s đến %(end)s") % {"start": f"{starts:%d/%m/%Y}", "end": f"{ends:%d/%m/%Y}"}
        if starts and ends
        else "",
        boxes=handover.boxes,
        cases=len(found),
        files=files,
        condition=handover.condition,
    )
