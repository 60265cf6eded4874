"""A version of a draft as a sheet: names, places and superior agencies come from dated directory data."""

from datetime import date
from functools import cache
from typing import Any

from django.utils import timezone

from congvu.directory.models import Agency, AgencyKind
from congvu.directory.queries import agency_as_of
from congvu.documents.models import DraftVersion, OutgoingDocument
from congvu.documents.rules.layout.body import lines_of, parse
from congvu.documents.rules.layout.notation import agency_sign, display_number, notation_of
from congvu.documents.rules.layout.shapes import SHAPES
from congvu.documents.rules.layout.sheet import Sheet, Signature
from congvu.documents.states.incoming import CONFIDENTIALITY_NAMES, URGENCY_NAMES, Confidentiality, Urgency

CAPITAL_HEADS = ("ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN")


def sheet_of(document: OutgoingDocument, version: DraftVersion | None = None, *, copy: str = "") -> Sheet:
    """Return the page of a document as its version (the latest unless told) says it (three statements)."""
    if version is None:
        version = document.versions.order_by("-no").first()
    data: dict[str, Any] = version.data if version else {}
    return sheet_from(document, data, version.body if version else "", copy=copy)


def sheet_from(document: OutgoingDocument, data: dict[str, Any], body: str, *, copy: str = "") -> Sheet:
    """Return the page of a document from the data of a version, stored or not."""
    day = document.issued_on or timezone.localdate()
    names = names_of(document.agency_id, day)
    shape = SHAPES[document.kind]
    return Sheet(
        kind=shape.kind.name,
        code=shape.kind.code,
        agency=names["name"],
        superior=names["superior"],
        number=display_number(document.number, document.number_suffix) if document.number else "",
        notation=document.notation,
        place=names["place"],
        on=document.issued_on,
        year=day.year,
        subject=document.subject,
        to=lines_of(data.get("to", "")),
        bases=lines_of(data.get("bases", "")),
        authority=data.get("deciding", "") if shape.authority else "",
        enacts=shape.enacts,
        body=parse(body),
        signatures=_signatures(document, data),
        recipients=lines_of(data.get("recipients_text", "")),
        urgency=URGENCY_NAMES[Urgency(document.urgency)] if document.urgency else "",
        secrecy=CONFIDENTIALITY_NAMES[Confidentiality(document.confidentiality)]
        if document.confidentiality
        else "",
        scope=data.get("scope", ""),
        drafter=data.get("drafter", ""),
        address=data.get("address", ""),
        copy=copy,
    )


def _signatures(document: OutgoingDocument, data: dict[str, Any]) -> tuple[Signature, ...]:
    found = []
    for line in data.get("cosigners", "").splitlines():
        position, _, name = line.partition("|")
        if position.strip():
            found.append(Signature((position.strip().upper(),), name.strip()))
    if document.signer_name or document.authority:
        lines = tuple(line for line in document.authority.splitlines() if line.strip())
        found.append(Signature(lines, document.signer_name))
    return tuple(found)


def names_of(agency_id: int, day: date) -> dict[str, str]:
    """Return name, superior and place of an agency on a day.

    Committees and councils stand without a superior (NĐ 30/2020/NĐ-CP Phụ lục I, box 2); others name theirs.
    """
    agency = Agency.objects.select_related("parent").get(pk=agency_id)
    then = agency_as_of(agency, day)
    parent_id = then.parent_id if then else agency.parent_id
    superior = ""
    if agency.kind != AgencyKind.COMMITTEE and parent_id:
        parent = Agency.objects.get(pk=parent_id)
        above = agency_as_of(parent, day)
        superior = above.name if above else parent.name
    name = then.name if then else agency.name
    return {"name": name, "superior": superior, "place": agency.place, "address": agency.address}


def notation_for(document: OutgoingDocument, field_sign: str = "") -> str:
    """Return the notation of a document by the rule: type and agency, or agency and drafting unit."""
    agency = document.agency
    sign = agency_sign(agency.name, agency.short_name, agency.kind)
    return notation_of(document.kind, sign, document.unit.code, field_sign)


@cache
def kinds() -> tuple[tuple[str, str], ...]:
    """Return keys and names of the 29 types, the usual ones first."""
    usual = ("CV", "QĐ", "TB", "BC", "TTr", "KH", "GM")
    rest = [key for key in SHAPES if key not in usual]
    return tuple((key, SHAPES[key].kind.name) for key in (*usual, *rest))
