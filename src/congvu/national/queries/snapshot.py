"""A dossier as it is now, put together for the national side."""

from datetime import datetime

from django.conf import settings

from congvu.directory.models import Unit
from congvu.dossiers.models import Dossier, SupplementRequest
from congvu.dossiers.states import ResultState, State
from congvu.interchange.queries.routes import code_of
from congvu.national.messages import (
    DossierMessage,
    Identity,
    ProgressMessage,
    SentFee,
    SentOther,
    SentPaper,
    SentResult,
    SentSupplement,
)
from congvu.national.rules.reading import ID_NUMBERS
from congvu.procedures.queries import frozen

_WAYS = {"counter": "Tại Bộ phận Một cửa", "post": "Qua bưu chính", "online": "Bản điện tử"}


def component_code(procedure: str, no: int) -> str:
    """Return the code of a procedure's paper: the catalogue here knows papers by their number."""
    return f"{procedure}.TP{no:02d}"


def snapshot(dossier_id: int, *, status: str, note: str, agency_code: str = "") -> DossierMessage:
    """Return what the national side is to know of a dossier (a fixed number of statements).

    Args:
        dossier_id: its key.
        status: the national code at the moment of the fact.
        note: what the code alone does not say.
        agency_code: of the link, for an agency without an identifier of its own.
    """
    dossier = _dossier(dossier_id)
    procedure = frozen(dossier.procedure_version_id)
    owner, refused = dossier.owner, dossier.state == State.REFUSED
    papers, others = _papers(dossier)
    return DossierMessage(
        code=dossier.code or "",
        procedure=dossier.procedure_code,
        procedure_name=dossier.procedure_name,
        field_name=procedure.field,
        field_code=procedure.field_code,
        channel=dossier.channel,
        owner=dossier.owner_name,
        identity=Identity(ID_NUMBERS.get(owner.id_kind, "1"), owner.id_number),
        business=owner.kind != "citizen",
        status=status,
        agency_code=code_of(dossier.receiving_agency_id) or agency_code,
        agency_name=dossier.competent_agency.name,
        submitted_at=dossier.submitted_at,
        email=dossier.email,
        phone=dossier.phone,
        address=dossier.address,
        submitter=dossier.submitter.name if dossier.submitter else "",
        summary=dossier.summary,
        note=note,
        received_at=dossier.accepted_at,
        due_at=dossier.due_at,
        refused_at=(dossier.finished_at or dossier.updated_at) if refused else None,
        finished_at=dossier.finished_at,
        returned_at=dossier.returned_at,
        return_told=_WAYS.get(dossier.return_by, ""),
        return_online=dossier.return_by == "online",
        received_where=dossier.receiving_agency.name,
        data=dossier.data,
        papers=papers,
        others=others,
        fees=_fees(dossier),
        supplements=_supplements(dossier),
        results=_results(dossier),
    )


def _dossier(dossier_id: int) -> Dossier:
    rows = Dossier.objects.select_related("owner", "submitter", "receiving_agency", "competent_agency")
    return rows.get(pk=dossier_id)


def progress(
    code: str, step: dict[str, str | int | None], *, at: datetime, status: str, due_at: datetime | None
) -> ProgressMessage:
    """Return a fact as the message of progress that was kept when it happened."""
    unit = Unit.objects.filter(pk=step.get("unit") or 0).values_list("name", flat=True).first()
    return ProgressMessage(
        code=code,
        officer=str(step.get("officer") or "Hệ thống"),
        title=str(step.get("title") or ""),
        at=at,
        unit=unit or str(step.get("agency") or ""),
        content=str(step["content"]),
        status=status,
        due_at=due_at,
    )


def _papers(dossier: Dossier) -> tuple[tuple[SentPaper, ...], tuple[SentOther, ...]]:
    files = list(dossier.files.select_related("file__blob").order_by("id"))
    papers: list[SentPaper] = []
    others: list[SentOther] = []
    for row in dossier.components.select_related("component"):
        own = [one for one in files if one.component_id == row.pk]
        kind = "1" if row.kind == "original" else "2"
        known = component_code(dossier.procedure_code, row.component.no) if row.component else ""
        if not own:
            others.append(SentOther(row.name[:500], row.quantity, kind))
        papers += [
            SentPaper(
                str(one.pk), one.file.name, known, digitised=True, sha256=one.file.blob.sha256, kind=kind,
                quantity=row.quantity,
            )
            for one in own
        ]  # fmt: skip
    papers += [
        SentPaper(str(one.pk), one.file.name, digitised=True, sha256=one.file.blob.sha256)
        for one in files
        if one.component_id is None
    ]
    return tuple(papers), tuple(others)


def _fees(dossier: Dossier) -> tuple[SentFee, ...]:
    when = "2" if dossier.state == State.PAYMENT else "1"
    return tuple(SentFee(row.name, row.amount or 0, when=when) for row in dossier.fees.all())


def _supplements(dossier: Dossier) -> tuple[SentSupplement, ...]:
    rows = dossier.supplements.filter(cancelled_at__isnull=True).select_related("requested_by")
    return tuple(_supplement(row, dossier) for row in rows)


def _supplement(row: SupplementRequest, dossier: Dossier) -> SentSupplement:
    answered = row.answered_at is not None
    return SentSupplement(
        id=str(row.pk),
        by=row.requested_by.full_name if row.requested_by else "Hệ thống",
        content="; ".join([*map(str, row.items), row.reason]),
        at=row.requested_at,
        received_at=row.answered_at,
        done=answered,
        due_before=dossier.first_due_at,
        due_after=dossier.due_at if answered else None,
    )


def _results(dossier: Dossier) -> tuple[SentResult, ...]:
    issued = dossier.results.filter(state=ResultState.ISSUED).select_related("file__blob")
    link = f"{settings.SITE_URL.rstrip('/')}/tra-cuu/" if settings.SITE_URL else ""
    return tuple(
        SentResult(
            id=str(row.pk),
            name=f"{row.name} {row.notation}".strip(),
            code=row.code,
            url=link,
            sha256=row.file.blob.sha256 if row.file else "",
        )
        for row in issued
    )
