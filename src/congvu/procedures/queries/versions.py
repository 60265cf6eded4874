"""What versions say (frozen, cached for ever) and which one is in force on a day."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone

from congvu.procedures import models
from congvu.procedures.messages import (
    FrozenCase,
    FrozenComponent,
    FrozenFee,
    FrozenLegalBasis,
    FrozenProcedure,
    FrozenResult,
    FrozenTime,
    ReviewNote,
)
from congvu.procedures.models import CaseTime, ProcedureVersion

_frozen: dict[int, FrozenProcedure] = {}


def today() -> date:
    """Return the date in Việt Nam."""
    return timezone.localdate()


def forget_version(version_id: int) -> None:
    """Drop one version from the cache of this process: its end date became known."""
    _frozen.pop(version_id, None)


def forget() -> None:
    """Empty the cache of frozen versions; only tests that roll back need it."""
    _frozen.clear()


def frozen(version_id: int) -> FrozenProcedure:
    """Return everything that a version says; no SQL after the first call unless it is still a draft.

    Raises:
        ProcedureVersion.DoesNotExist: when there is no such version.
    """
    found = _frozen.get(version_id)
    if found is None:
        found = content(version_id)
        if found.status != ProcedureVersion.Status.DRAFT:
            _frozen[version_id] = found
    return found


def content(version_id: int) -> FrozenProcedure:
    """Return what a version says now, read from the database (five statements)."""
    version = ProcedureVersion.objects.select_related("procedure__field").get(pk=version_id)
    return contents([version])[0]


def contents(versions: list[ProcedureVersion]) -> list[FrozenProcedure]:
    """Return what each version says, with four statements for all; versions carry procedure and field."""
    ids = [version.pk for version in versions]
    cases = list(models.Case.objects.filter(version_id__in=ids).order_by("version_id", "no"))
    times, fees, papers = _rows([case.pk for case in cases])
    by_version: dict[int, list[FrozenCase]] = {}
    for case in cases:
        by_version.setdefault(case.version_id, []).append(
            FrozenCase(
                id=case.pk,
                no=case.no,
                name=case.name,
                time_rows=tuple(times.get(case.pk, ())),
                fees=tuple(fees.get(case.pk, ())),
                components=tuple(papers.get(case.pk, ())),
            )
        )
    return [_freeze(version, tuple(by_version.get(version.pk, ()))) for version in versions]


def _rows(
    case_ids: list[int],
) -> tuple[dict[int, list[FrozenTime]], dict[int, list[FrozenFee]], dict[int, list[FrozenComponent]]]:
    times: dict[int, list[FrozenTime]] = {}
    for time in CaseTime.objects.filter(case_id__in=case_ids).order_by("case_id", "id"):
        times.setdefault(time.case_id, []).append(
            FrozenTime(time.channel, time.amount, time.unit, time.on_supplement, time.note)
        )
    fees: dict[int, list[FrozenFee]] = {}
    for fee in models.Fee.objects.filter(case_id__in=case_ids).order_by("case_id", "id"):
        fees.setdefault(fee.case_id, []).append(
            FrozenFee(fee.name, fee.amount, fee.per, fee.channel, fee.note, id=fee.pk)
        )
    papers: dict[int, list[FrozenComponent]] = {}
    for paper in models.Component.objects.filter(case_id__in=case_ids).order_by("case_id", "no"):
        papers.setdefault(paper.case_id, []).append(
            FrozenComponent(
                no=paper.no,
                name=paper.name,
                group=paper.group,
                form_file=paper.form_file,
                originals=paper.originals,
                copies=paper.copies,
                required=paper.required,
                shown_only=paper.shown_only,
                id=paper.pk,
            )
        )
    return times, fees, papers


def _freeze(version: ProcedureVersion, cases: tuple[FrozenCase, ...]) -> FrozenProcedure:
    procedure = version.procedure
    return FrozenProcedure(
        version_id=version.pk,
        procedure_id=procedure.pk,
        number=version.number,
        status=version.status,
        code=procedure.code,
        name=version.name,
        field=procedure.field.name,
        field_code=procedure.field.code,
        decision=version.decision,
        levels=tuple(version.levels),
        kind=version.kind,
        addressees=tuple(version.addressees),
        competent=version.competent,
        executing=version.executing,
        cooperating=version.cooperating,
        authorised=version.authorised,
        receiving=version.receiving,
        related=version.related,
        steps_text=version.steps_text,
        conditions=version.conditions,
        instant=version.instant,
        cases=cases,
        results=tuple(FrozenResult(**item) for item in version.results),
        legal_bases=tuple(FrozenLegalBasis(**item) for item in version.legal_bases),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        review_notes=tuple(ReviewNote(**item) for item in version.review_notes),
    )


def in_force(on: date) -> Q:
    """Return the condition that a version was in force on `on`."""
    return (
        Q(status__in=[ProcedureVersion.Status.PUBLISHED, ProcedureVersion.Status.RETIRED])
        & Q(valid_from__lte=on)
        & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    )


def published(code: str, on: date | None = None) -> ProcedureVersion:
    """Return the version of procedure `code` in force on a day (today by default).

    Raises:
        ProcedureVersion.DoesNotExist: when none was.
    """
    found = (
        ProcedureVersion.objects.select_related("procedure__field")
        .filter(in_force(on or today()), procedure__code=code)
        .order_by("-number")
        .first()
    )
    if found is None:
        raise ProcedureVersion.DoesNotExist(code)
    return found


def heads(codes: Sequence[str] | None = None) -> list[FrozenProcedure]:
    """Return of each procedure its draft, or else its newest version; all procedures for None."""
    rows = ProcedureVersion.objects.select_related("procedure__field").order_by("procedure__code", "number")
    if codes is not None:
        rows = rows.filter(procedure__code__in=codes)
    newest = {version.procedure_id: version for version in rows}
    return contents(list(newest.values()))
