"""Shapes that every resource shares: problems (RFC 9457), pages, names."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]


class Strict(Schema):
    """A body from outside: fields that are not known are refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class FieldProblem(Schema):
    """What is wrong with one part of a request."""

    field: str
    detail: str


class Problem(Schema):
    """Why a request was refused (RFC 9457), in Vietnamese and in English."""

    type: str = Field(examples=["/api/v1/reference/#stale"])
    title: str
    title_en: str
    status: int
    detail: str
    detail_en: str
    code: str
    field: str | None = None
    errors: list[FieldProblem] | None = None


class State(Schema):
    """A state: its stable code and its name in Vietnamese."""

    code: str
    name: str


class AgencyName(Schema):
    """An agency in short."""

    id: int
    name: str


class FileOut(Schema):
    """A stored file; its bytes are at `href`."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    href: str | None = None


class Health(Schema):
    """Whether the service can be used."""

    status: Literal["ok"]
    time: datetime
