"""How content gets into the tables; used by the other services, never from outside."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from congvu.common.errors import StateRefused
from congvu.common.subject import Subject
from congvu.common.text import clean, fold
from congvu.procedures.messages import FrozenCase, FrozenProcedure
from congvu.procedures.models import Case, CaseTime, Component, Fee, Field, Procedure, ProcedureVersion

# Content that is stored in columns of the version under the same name.
PLAIN = (
    "name",
    "decision",
    "kind",
    "competent",
    "executing",
    "cooperating",
    "authorised",
    "receiving",
    "related",
    "steps_text",
    "conditions",
    "instant",
    "valid_from",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where content came from: `source` is kept to compare with, `digest` tells whether it changed."""

    source: dict[str, Any]
    digest: str = ""


NO_ORIGIN = Origin({})


def subject(version: ProcedureVersion) -> Subject:
    """Return the audit subject of a version: its procedure, so that one timeline tells all."""
    return Subject("procedures.procedure", version.procedure_id)


def search_text(code: str, name: str, field: str) -> str:
    """Return what the picker searches in."""
    return fold(f"{code} {name} {field}")


def field_code(name: str) -> str:
    """Return a code for a field that is only known by its name: initials of the folded words."""
    return "-".join(fold(name).replace(",", " ").split())[:30].strip("-")


def fields_named(contents: Iterable[FrozenProcedure]) -> dict[str, Field]:
    """Return the fields that `contents` name, by name; those not known yet are made."""
    wanted = {content.field: content.field_code for content in contents}
    known = {field.name: field for field in Field.objects.filter(name__in=wanted)}
    codes = set(Field.objects.values_list("code", flat=True))
    fresh = []
    for name, code in wanted.items():
        if name in known:
            continue
        chosen = unused(code or field_code(name) or "khac", codes)
        codes.add(chosen)
        fresh.append(Field(code=chosen, name=name))
    for field in Field.objects.bulk_create(fresh):
        known[field.name] = field
    return known


def unused(code: str, taken: set[str]) -> str:
    """Return `code`, or `code` with the first number that makes it unused."""
    if code not in taken:
        return code
    number = 2
    while f"{code[:26]}-{number}" in taken:
        number += 1
    return f"{code[:26]}-{number}"


def apply_plain(version: ProcedureVersion, content: FrozenProcedure) -> None:
    """Copy the columns of `content` to `version`, without saving."""
    for name in PLAIN:
        setattr(version, name, getattr(content, name))
    version.levels = list(content.levels)
    version.addressees = list(content.addressees)
    version.results = [asdict(item) for item in content.results]
    version.legal_bases = [asdict(item) for item in content.legal_bases]
    version.review_notes = [asdict(item) for item in content.review_notes]
    waiting = [note for note in content.review_notes if not note.done]
    version.open_notes = len(waiting)
    version.open_blocking = sum(note.blocking for note in waiting)


def insert_cases(pairs: Sequence[tuple[ProcedureVersion, Sequence[FrozenCase]]]) -> None:
    """Insert the cases of many versions with four statements (in batches)."""
    cases = [
        Case(version=version, no=no, name=clean(case.name)[:500])
        for version, items in pairs
        for no, case in enumerate(items, 1)
    ]
    sources = [case for _version, items in pairs for case in items]
    made = Case.objects.bulk_create(cases, batch_size=2000)
    rows = list(zip(made, sources, strict=True))
    CaseTime.objects.bulk_create([row for case, source in rows for row in _times(case, source)], 2000)
    Fee.objects.bulk_create([row for case, source in rows for row in _fees(case, source)], 2000)
    Component.objects.bulk_create([row for case, source in rows for row in _components(case, source)], 2000)


def _times(case: Case, source: FrozenCase) -> list[CaseTime]:
    return [
        CaseTime(
            case=case,
            channel=row.channel,
            amount=row.amount,
            unit=row.unit,
            on_supplement=row.on_supplement,
            note=row.note,
        )
        for row in source.time_rows
    ]


def _fees(case: Case, source: FrozenCase) -> list[Fee]:
    return [
        Fee(
            case=case,
            channel=row.channel,
            name=row.name[:300],
            amount=row.amount,
            per=row.per[:60],
            note=row.note,
        )
        for row in source.fees
    ]


def _components(case: Case, source: FrozenCase) -> list[Component]:
    return [
        Component(
            case=case,
            no=no,
            group=row.group[:500],
            name=row.name,
            form_file=row.form_file[:300],
            originals=row.originals,
            copies=row.copies,
            required=row.required,
            shown_only=row.shown_only,
        )
        for no, row in enumerate(source.components, 1)
    ]


def replace_cases(version: ProcedureVersion, cases: Sequence[FrozenCase]) -> None:
    """Replace all cases of a draft; refuses anything that is not a draft."""
    refuse_frozen(version)
    Case.objects.filter(version=version).delete()
    insert_cases([(version, cases)])


def refuse_frozen(version: ProcedureVersion) -> None:
    """Raise StateRefused unless `version` is a draft: published content never changes."""
    if version.status != ProcedureVersion.Status.DRAFT:
        raise StateRefused(
            _("Phiên bản này đã công bố nên không sửa được nữa. Hãy lập bản nháp mới."), code="frozen"
        )


def draft_of(version_id: int) -> ProcedureVersion:
    """Return the version, locked for change; refuse it unless it is a draft.

    Raises:
        ProcedureVersion.DoesNotExist: when there is no such version.
        StateRefused: when it has been published.
    """
    version = (
        ProcedureVersion.objects.select_related("procedure__field")
        .select_for_update(of=("self",))
        .get(pk=version_id)
    )
    refuse_frozen(version)
    return version


def refresh_procedure(procedure: Procedure, name: str, field: Field) -> None:
    """Keep the procedure's own name, field and search text as its newest published version says."""
    procedure.name = name
    procedure.field = field
    procedure.search_text = search_text(procedure.code, name, field.name)
    procedure.save(update_fields=["name", "field", "search_text"])
