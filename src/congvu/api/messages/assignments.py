"""Assigned work over the wire."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from congvu.api.messages.common import State, Strict, Text


class AssignmentRow(Schema):
    """Assigned work in a list."""

    id: int
    version: int
    code: str
    content: str
    state: State
    giver_agency: str
    lead_agency: str
    lead_unit: str
    lead_officer: str
    source_code: str
    urgency: int
    confidentiality: int
    due_on: date | None
    finished_on: date | None


class AssignmentPage(Schema):
    """A page of assigned work, the newest first."""

    items: list[AssignmentRow]
    next: str | None


class ReportOut(Schema):
    """What a performer reported or proposed."""

    id: int
    kind: str
    state: str
    content: str
    percent: int | None
    difficulties: str
    document_code: str
    reported_at: datetime


class AssignmentOut(AssignmentRow):
    """Assigned work with its reports, the latest first."""

    reports: list[ReportOut]


class AssignmentIn(Strict):
    """Work to be given to an agency of the branch, or to a unit of one."""

    content: Annotated[Text, Field(min_length=1, max_length=4000)]
    agency_id: Annotated[int, Field(ge=1, le=2**53)]
    unit_id: Annotated[int, Field(ge=1, le=2**53)] | None = None
    due_on: date | None = None
    urgency: Annotated[int, Field(ge=0, le=3)] = 0
    needs_document: bool = False
    source_code: Annotated[Text, Field(max_length=90)] = ""


class ReportIn(Strict):
    """Progress, completion, or a proposal of a performer."""

    kind: Literal["progress", "done", "close", "extension"] = "progress"
    content: Annotated[Text, Field(min_length=1, max_length=4000)]
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    difficulties: Annotated[Text, Field(max_length=2000)] = ""
    files: Annotated[list[Annotated[int, Field(ge=1, le=2**53)]], Field(max_length=20)] = []
    document_code: Annotated[Text, Field(max_length=100)] = ""
    finished_on: date | None = None
    new_due_on: date | None = None
