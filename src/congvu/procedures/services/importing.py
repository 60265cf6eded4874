"""Bringing many procedures in at once: plan against what is there, then write in bulk."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched

from django.db import transaction
from django.db.models import Max

from congvu.audit.services import Entry, record_many
from congvu.common.subject import Subject
from congvu.directory.messages import Actor
from congvu.procedures import events, queries
from congvu.procedures.messages import Change, FrozenProcedure, ImportReport, RowError
from congvu.procedures.models import Procedure, ProcedureVersion
from congvu.procedures.rules.compare import differences
from congvu.procedures.services.writing import (
    Origin,
    apply_plain,
    fields_named,
    insert_cases,
    replace_cases,
    search_text,
)

Status = ProcedureVersion.Status
BATCH = 500
CATALOGUE = Subject("procedures.catalogue", 0)


@dataclass(frozen=True, slots=True)
class Item:
    """Content to bring in; without origin it keeps that of the version it replaces."""

    content: FrozenProcedure
    origin: Origin | None = None


@dataclass(slots=True)
class _Plan:
    """What is to be done with one batch."""

    fresh: list[Item] = field(default_factory=list)
    drafts: list[tuple[Item, ProcedureVersion]] = field(default_factory=list)
    overwrites: list[tuple[Item, ProcedureVersion]] = field(default_factory=list)
    changed: dict[str, tuple[Change, ...]] = field(default_factory=dict)
    kept: dict[str, tuple[Change, ...]] = field(default_factory=dict)
    unchanged: int = 0


@transaction.atomic
def import_items(
    items: Sequence[Item],
    *,
    actor: Actor,
    source: str,
    dry_run: bool,
    keep_edited: bool,
    errors: Sequence[RowError] = (),
) -> ImportReport:
    """Bring `items` in as drafts, comparing each with the newest version of its procedure.

    Args:
        items: each code once.
        actor: whose import it is; the capability is checked by the caller.
        source: the file's name, for the journal.
        dry_run: only tell what would happen.
        keep_edited: leave drafts alone that a person has changed since their own import.
        errors: refusals of the reader, passed on to the report.
    """
    report = ImportReport(source, len(items) + len(errors), errors=tuple(errors), dry_run=dry_run)
    for batch in batched(items, BATCH):
        plan = _plan(batch, keep_edited)
        if not dry_run:
            _write(plan, actor, source)
        report = replace(
            report,
            added=(*report.added, *(item.content.code for item in plan.fresh)),
            changed=report.changed | plan.changed,
            kept=report.kept | plan.kept,
            unchanged=report.unchanged + plan.unchanged,
        )
    if not dry_run and (report.added or report.changed):
        _record_summary(report, actor)
    return report


def _record_summary(report: ImportReport, actor: Actor) -> None:
    numbers = {
        "source": report.source,
        "added": len(report.added),
        "changed": len(report.changed),
        "unchanged": report.unchanged,
        "refused": len(report.errors),
    }
    record_many([Entry(events.IMPORTED.name, CATALOGUE, actor, data=numbers)])


def _plan(batch: Iterable[Item], keep_edited: bool) -> _Plan:
    plan = _Plan()
    known: list[tuple[Item, ProcedureVersion]] = []
    heads = _heads([item.content.code for item in batch])
    for item in batch:
        head = heads.get(item.content.code)
        if head is None:
            plan.fresh.append(item)
        elif item.origin is not None and item.origin.digest == head.source_hash:
            plan.unchanged += 1
        else:
            known.append((item, head))
    said = queries.contents([head for _item, head in known])
    for (item, head), before in zip(known, said, strict=True):
        _sort(plan, item, head, before, keep_edited)
    return plan


def _sort(
    plan: _Plan, item: Item, head: ProcedureVersion, before: FrozenProcedure, keep_edited: bool
) -> None:
    after = item.content
    if after.valid_from is None:
        after = replace(after, valid_from=before.valid_from)
    changes = tuple(differences(before, after))
    code = item.content.code
    if not changes:
        plan.unchanged += 1
    elif head.status != Status.DRAFT:
        plan.changed[code] = changes
        plan.drafts.append((item, head))
    elif keep_edited and head.revision:
        plan.kept[code] = changes
    else:
        plan.changed[code] = changes
        plan.overwrites.append((item, head))


def _heads(codes: Sequence[str]) -> dict[str, ProcedureVersion]:
    """Return the newest version of each procedure, its draft if it has one."""
    rows = (
        ProcedureVersion.objects.filter(procedure__code__in=codes)
        .select_related("procedure__field")
        .order_by("procedure_id", "number")
    )
    return {version.procedure.code: version for version in rows}


def _write(plan: _Plan, actor: Actor, source: str) -> None:
    made = [*_new_procedures(plan.fresh), *_new_versions(plan.drafts)]
    for item, version in plan.overwrites:
        apply_plain(version, item.content)
        _take_origin(version, item.origin)
        version.save()
        replace_cases(version, item.content.cases)
        fresh_field = fields_named([item.content])[item.content.field]
        if version.number == 1:
            _rename(version.procedure, item.content, fresh_field.pk)
    insert_cases([(version, item.content.cases) for item, version in made])
    entries = [
        *_entries(events.DRAFTED.name, [version for _item, version in made], actor, source),
        *_entries(events.UPDATED.name, [version for _item, version in plan.overwrites], actor, source),
    ]
    if entries:
        record_many(entries)


def _rename(procedure: Procedure, content: FrozenProcedure, field_id: int) -> None:
    procedure.name = content.name
    procedure.field_id = field_id
    procedure.search_text = search_text(content.code, content.name, content.field)
    procedure.save(update_fields=["name", "field", "search_text"])


def _entries(kind: str, versions: Iterable[ProcedureVersion], actor: Actor, source: str) -> Iterator[Entry]:
    for version in versions:
        yield Entry(
            kind,
            Subject("procedures.procedure", version.procedure_id),
            actor,
            data={
                "code": version.procedure.code,
                "number": version.number,
                "version_id": version.pk,
                "source": source,
            },
        )


def _new_procedures(items: Sequence[Item]) -> list[tuple[Item, ProcedureVersion]]:
    known = fields_named([item.content for item in items])
    procedures = Procedure.objects.bulk_create(
        [
            Procedure(
                code=item.content.code,
                name=item.content.name,
                field=known[item.content.field],
                search_text=search_text(item.content.code, item.content.name, item.content.field),
            )
            for item in items
        ]
    )
    versions = []
    for item, procedure in zip(items, procedures, strict=True):
        versions.append(_version(item, procedure, 1))
    return list(zip(items, ProcedureVersion.objects.bulk_create(versions), strict=True))


def _new_versions(
    pairs: Sequence[tuple[Item, ProcedureVersion]],
) -> list[tuple[Item, ProcedureVersion]]:
    ids = [head.procedure_id for _item, head in pairs]
    numbers = dict(
        ProcedureVersion.objects.filter(procedure_id__in=ids)
        .order_by()
        .values_list("procedure_id")
        .annotate(Max("number"))
    )
    versions = []
    for item, head in pairs:
        version = _version(item, head.procedure, numbers[head.procedure_id] + 1)
        if item.origin is None:
            version.source, version.source_hash = head.source, head.source_hash
        versions.append(version)
    items = [item for item, _head in pairs]
    return list(zip(items, ProcedureVersion.objects.bulk_create(versions), strict=True))


def _version(item: Item, procedure: Procedure, number: int) -> ProcedureVersion:
    version = ProcedureVersion(procedure=procedure, number=number)
    apply_plain(version, item.content)
    _take_origin(version, item.origin)
    return version


def _take_origin(version: ProcedureVersion, origin: Origin | None) -> None:
    if origin is not None:
        version.source = origin.source
        version.source_hash = origin.digest
