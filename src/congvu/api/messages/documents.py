"""Documents over the wire."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from congvu.api.messages.common import AgencyName, FileOut, State, Strict, Text


class IncomingRow(Schema):
    """An incoming document in a list."""

    id: int
    version: int
    state: State
    code: str
    kind: str
    subject: str
    issuer: str
    issued_on: date | None
    arrived_at: datetime
    arrival_number: int | None
    registered_at: datetime | None
    due_at: datetime | None
    urgency: int
    confidentiality: int
    origin: str


class IncomingPage(Schema):
    """A page of incoming documents, the newest first."""

    items: list[IncomingRow]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class IncomingDocument(IncomingRow):
    """An incoming document with its files."""

    number: str
    notation: str
    place: str
    signer_name: str
    signer_position: str
    note: str
    files: list[FileOut]


class OutgoingRow(Schema):
    """An outgoing document in a list."""

    id: int
    version: int
    state: State
    code: str
    kind: str
    subject: str
    issued_on: date | None
    issued_at: datetime | None
    urgency: int
    confidentiality: int


class OutgoingPage(Schema):
    """A page of outgoing documents, the newest first."""

    items: list[OutgoingRow]
    next: str | None


class DeliveryReport(Schema):
    """One report of a recipient's system."""

    code: str
    words: str
    who: str
    description: str
    at: datetime


class Delivery(Schema):
    """Where a document stands at one recipient."""

    to: str
    agency_code: str
    way: str
    state: str
    words: str
    since: datetime | None
    note: str
    history: list[DeliveryReport]


class OutgoingDocument(OutgoingRow):
    """An outgoing document with its files and where it is at each recipient."""

    agency: AgencyName
    signer_name: str
    signer_position: str
    signed_at: datetime | None
    files: list[FileOut]
    deliveries: list[Delivery]


class ArrivalFile(Strict):
    """An uploaded file that comes with a document."""

    id: Annotated[int, Field(ge=1, le=2**53)]
    role: Literal["main", "annex"] = "main"


class ArrivalIn(Strict):
    """A document that is handed to the agency's registry, waiting to be entered into the register."""

    subject: Annotated[Text, Field(min_length=1, max_length=2000)]
    kind_name: Annotated[Text, Field(max_length=60)] = ""
    number: Annotated[Text, Field(max_length=20)] = ""
    notation: Annotated[Text, Field(max_length=60)] = ""
    issuer_name: Annotated[Text, Field(max_length=200)] = ""
    place: Annotated[Text, Field(max_length=100)] = ""
    issued_on: date | None = None
    signer_name: Annotated[Text, Field(max_length=120)] = ""
    signer_position: Annotated[Text, Field(max_length=200)] = ""
    urgency: Annotated[int, Field(ge=0, le=4)] = 0
    confidentiality: Annotated[int, Field(ge=0, le=3)] = 0
    pages: Annotated[int, Field(ge=1, le=100_000)] | None = None
    reply_by: date | None = None
    note: Annotated[Text, Field(max_length=500)] = ""
    files: Annotated[list[ArrivalFile], Field(min_length=1, max_length=50)]
