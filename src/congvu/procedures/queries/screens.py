"""What the administrators' screens list: procedures with their versions, filtered and paged by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from congvu.common.text import fold
from congvu.directory.messages import Actor
from congvu.procedures.models import Field, Procedure, ProcedureVersion, StagedImport
from congvu.procedures.queries.versions import in_force, today

Status = ProcedureVersion.Status
STAGED_FOR = timedelta(days=1)
# What a list may be narrowed to, as conditions on the versions of a procedure.
SHOWN: dict[str, Q] = {
    "published": Q(status=Status.PUBLISHED),
    "draft": Q(status=Status.DRAFT),
    "review": Q(status=Status.DRAFT, open_notes__gt=0),
    "blocked": Q(status=Status.DRAFT, open_blocking__gt=0),
    "ready": Q(status=Status.DRAFT, open_notes=0),
}


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """A procedure on the administrators' list; versions it lacks are None."""

    code: str
    name: str
    field: str
    current: ProcedureVersion | None
    draft: ProcedureVersion | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list; `newer` and `older` are cursors, "" at the ends."""

    lines: Sequence[CatalogueLine]
    newer: str = ""
    older: str = ""


def _narrowed(words: str, shown: str, field_id: int | None) -> QuerySet[Procedure]:
    rows = Procedure.objects.all()
    for word in fold(words).split():
        rows = rows.filter(search_text__contains=word)
    if field_id is not None:
        rows = rows.filter(field_id=field_id)
    if shown in SHOWN:
        versions = ProcedureVersion.objects.filter(SHOWN[shown], procedure=OuterRef("pk"))
        if shown == "published":
            versions = versions.filter(in_force(today()))
        rows = rows.filter(Exists(versions))
    return rows


def listing(
    words: str = "",
    *,
    shown: str = "",
    field_id: int | None = None,
    after: str = "",
    before: str = "",
    limit: int = 50,
) -> Listing:
    """Return procedures in the order of codes (two statements, however many there are).

    Args:
        words: all must occur in code, name or field; with or without diacritics.
        shown: a key of SHOWN, or "" for all.
        field_id: only this field.
        after: code of the last line of the page before.
        before: code of the first line of the page after.
        limit: lines per page.
    """
    rows = _narrowed(words, shown, field_id).select_related("field")
    if before:
        found = list(rows.filter(code__lt=before).order_by("-code")[: limit + 1])
        more, found = len(found) > limit, found[:limit][::-1]
        newer, older = more, bool(found)
    else:
        found = list((rows.filter(code__gt=after) if after else rows).order_by("code")[: limit + 1])
        newer, older = bool(after and found), len(found) > limit
        found = found[:limit]
    return Listing(
        _lines(found), found[0].code if newer and found else "", found[-1].code if older and found else ""
    )


def _lines(procedures: Sequence[Procedure]) -> list[CatalogueLine]:
    now = today()
    current: dict[int, ProcedureVersion] = {}
    drafts: dict[int, ProcedureVersion] = {}
    for version in _light().filter(procedure__in=procedures).order_by("number"):
        if version.status == Status.DRAFT:
            drafts[version.procedure_id] = version
        elif _holds(version, now):
            current[version.procedure_id] = version
    return [
        CatalogueLine(row.code, row.name, row.field.name, current.get(row.pk), drafts.get(row.pk))
        for row in procedures
    ]


def _holds(version: ProcedureVersion, on: date) -> bool:
    begun = version.valid_from is not None and version.valid_from <= on
    return begun and (version.valid_to is None or version.valid_to >= on)


def _light() -> QuerySet[ProcedureVersion]:
    return ProcedureVersion.objects.defer(
        "steps_text", "conditions", "source", "review_notes", "legal_bases", "results"
    )


def tallies() -> dict[str, int]:
    """Return how many procedures stand under each key of SHOWN (one statement)."""
    counts = {name: Count("procedure", distinct=True, filter=condition) for name, condition in SHOWN.items()}
    counts["published"] = Count("procedure", distinct=True, filter=SHOWN["published"] & in_force(today()))
    found: dict[str, int] = ProcedureVersion.objects.aggregate(**counts)
    return found


def fields() -> list[tuple[int, str]]:
    """Return the fields of administration by name, for a choice."""
    return list(Field.objects.order_by("name").values_list("pk", "name"))


def versions_of(procedure_id: int) -> list[ProcedureVersion]:
    """Return a procedure's versions, newest first, without their long texts."""
    return list(_light().filter(procedure_id=procedure_id).select_related("published_by").order_by("-number"))


def staged(actor: Actor) -> QuerySet[StagedImport]:
    """Return the files that this officer sent in less than a day ago."""
    since = timezone.now() - STAGED_FOR
    return StagedImport.objects.filter(officer_id=actor.officer_id or 0, sent_at__gte=since)
