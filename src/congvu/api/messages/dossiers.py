"""Dossiers over the wire."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from congvu.api.messages.common import AgencyName, FileOut, State, Strict, Text


class DossierRow(Schema):
    """A dossier in a list."""

    id: int
    code: str
    owner: str
    procedure: str
    channel: str
    state: State
    holding: str
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None


class DossierPage(Schema):
    """A page of dossiers, the newest first."""

    items: list[DossierRow]
    next: str | None


class StepOut(Schema):
    """A step of the process."""

    key: str
    name: str
    state: str
    agency: str
    unit: str
    started_at: datetime
    due_at: datetime | None
    done_at: datetime | None


class ReasonOut(Schema):
    """One fact that the deadline follows from."""

    code: str
    text: str
    at: datetime | None
    basis: str


class EventOut(Schema):
    """Something that happened to the dossier."""

    at: datetime
    kind: str
    sentence: str


class ResultOut(Schema):
    """An issued result."""

    id: int
    name: str
    notation: str
    positive: bool
    issued_at: datetime | None
    file: FileOut | None


class DossierOut(DossierRow):
    """A dossier with its steps, its deadline explained, what happened, and its result."""

    version: int
    procedure_code: str
    summary: str
    receiving_agency: AgencyName
    competent_agency: AgencyName
    steps: list[StepOut]
    deadline: list[ReasonOut]
    timeline: list[EventOut]
    results: list[ResultOut]


class PersonIn(Strict):
    """A citizen or organisation."""

    name: Annotated[Text, Field(min_length=1, max_length=200)]
    id_kind: Literal["cccd", "cmnd", "passport", "tax"]
    id_number: Annotated[str, Field(pattern=r"^[0-9A-Z-]{6,20}$")]
    kind: Literal["citizen", "business", "organisation"] = "citizen"
    born_on: date | None = None
    address: Annotated[Text, Field(max_length=300)] = ""
    phone: Annotated[str, Field(pattern=r"^[0-9+ .]{0,20}$")] = ""
    email: Annotated[Text, Field(max_length=200)] = ""


class PaperIn(Strict):
    """One paper, with the files that were uploaded for it."""

    name: Annotated[Text, Field(min_length=1, max_length=300)]
    kind: Literal["original", "copy", "certified", "electronic"] = "electronic"
    quantity: Annotated[int, Field(ge=1, le=1000)] = 1
    files: Annotated[list[Annotated[int, Field(ge=1, le=2**53)]], Field(max_length=20)] = []


class DossierIn(Strict):
    """A dossier from another system: kept as a draft for the one-stop shop, or accepted at once."""

    procedure_code: Annotated[str, Field(pattern=r"^[0-9A-Za-z.\-]{1,40}$")]
    case_no: Annotated[int, Field(ge=1, le=10_000)] = 1
    channel: Literal["1", "2", "3"] = "2"
    owner: PersonIn
    papers: Annotated[list[PaperIn], Field(max_length=100)] = []
    data: dict[str, str | int | bool | None] = Field(default={}, max_length=200)
    summary: Annotated[Text, Field(max_length=500)] = ""
    return_by: Literal["counter", "post", "online"] = "online"
    accept: bool = False

    def plain(self) -> dict[str, Any]:
        """Return the body as JSON values."""
        return self.model_dump(mode="json")


class SupplementIn(Strict):
    """What the applicant hands in later."""

    note: Annotated[Text, Field(max_length=500)] = ""
    files: Annotated[list[Annotated[int, Field(ge=1, le=2**53)]], Field(min_length=1, max_length=50)]
