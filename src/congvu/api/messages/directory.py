"""The directory over the wire."""

from datetime import date

from ninja import Schema


class AgencyCode(Schema):
    """A code of an agency in one of the national schemes."""

    scheme: str
    code: str
    valid_from: date
    valid_to: date | None


class AgencyRow(Schema):
    """An agency with its codes of both schemes."""

    id: int
    key: str
    name: str
    short_name: str
    kind: str
    level: str
    parent_id: int | None
    closed_on: date | None
    codes: list[AgencyCode]


class AgencyPage(Schema):
    """A page of agencies, by number."""

    items: list[AgencyRow]
    next: str | None


class CodeOut(Schema):
    """Whom a code means today: an expired one leads to the successors."""

    code: str
    scheme: str
    agency_id: int
    agency_name: str
    expired: bool
    current: list[AgencyRow]
