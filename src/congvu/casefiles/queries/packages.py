"""The facts of a case file as a package says them, and the schemas that packages are read with."""

from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.utils import timezone
from lxml import etree

from congvu.casefiles import rules
from congvu.casefiles.messages.packages import PackageDocument, PackageFacts, PackageFile
from congvu.casefiles.models import CaseFile, CaseItem
from congvu.casefiles.rules.packages import type_code
from congvu.directory.messages import Actor

SCHEMAS = Path(__file__).resolve().parents[1] / "data" / "schemas"


@cache
def fixed_schemas() -> dict[str, bytes]:
    """Return the schemas that every package carries, by file name."""
    return {path.name: path.read_bytes() for path in sorted(SCHEMAS.glob("*.xsd"))}


@cache
def compiled_schemas() -> dict[str, "etree.XMLSchema"]:
    """Return the schemas that packages are read with."""
    return {name: etree.XMLSchema(file=str(SCHEMAS / f"{name}.xsd")) for name in ("METS", "PREMIS")}


def package_facts(
    case_file: CaseFile, kind: str, *, uuid: UUID, at: datetime, actor: Actor, software: tuple[str, str]
) -> PackageFacts:
    """Return what a package of `kind` says of a case file (three statements)."""
    items = list(case_file.items.filter(removed_at__isnull=True).prefetch_related("files"))
    handover = (
        case_file.handovers.filter(handover__state="accepted")
        .select_related("handover")
        .order_by("-pk")
        .first()
    )
    return PackageFacts(
        kind=kind,
        uuid=uuid,
        organ=case_file.organ,
        organ_name=case_file.agency.name,
        title=case_file.title,
        code=case_file.code,
        fields=_file_fields(case_file, kind),
        documents=tuple(_document(case_file, item, kind) for item in items),
        made_at=at,
        made_by=actor.officer_name,
        software=software,
        source=str(handover.handover) if handover else "",
    )


def _day(value: object) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def _file_fields(case_file: CaseFile, kind: str) -> dict[str, str]:
    key = "arcFileCode" if kind.startswith("AIP") else "fileCode"
    code = archive_code_of(case_file) if kind.startswith("AIP") else case_file.code
    return {
        key: code,
        "title": case_file.title,
        "maintenance": case_file.retention,
        "mode": case_file.rights,
        "language": case_file.language,
        "startDate": _day(case_file.started_on),
        "endDate": _day(case_file.ended_on),
        "keyword": case_file.keywords,
        "totalDoc": str(case_file.doc_total),
        "numberOfPaper": str(case_file.sheet_total),
        "numberOfPage": str(case_file.page_total),
        "confidenceLevel": case_file.confidence,
        "paperFileCode": case_file.paper_code,
        "riskRecovery": "0",
        "description": case_file.description,
    }


def archive_code_of(case_file: CaseFile) -> str:
    """Return arcFileCode; an agency that keeps its own archive is its own archive's code."""
    return case_file.archive_code or rules.archive_code(case_file.organ, case_file.code)


def _document(case_file: CaseFile, item: CaseItem, kind: str) -> PackageDocument:
    key = rules.doc_id(case_file.code, case_file.year, case_file.notation, item.ordinal)
    common = {
        "docCode": rules.doc_code(case_file.code, item.ordinal),
        "typeName": type_code(item.type_name),
        "codeNumber": item.number,
        "codeNotation": item.notation[:30],
        "issuedDate": _day(item.dated_on or timezone.localdate(item.filed_at)),
        "organName": item.author or case_file.agency.name,
        "subject": item.summary,
        "language": item.language,
        "numberOfPage": str(min(item.pages, 9999)),
        "mode": case_file.rights,
        "confidenceLevel": case_file.confidence,
        "process": "0",
        "description": item.note,
    }
    if kind.startswith("AIP"):
        own = {"arcFileCode": archive_code_of(case_file), "docOrdinal": str(item.ordinal)}
    else:
        own = {"docId": key, "maintenance": case_file.retention, "riskRecovery": "0"}
    files = tuple(PackageFile(row.name, row.sha256, row.size, row.media_type) for row in item.files.all())
    return PackageDocument(key, {**common, **own}, files)
