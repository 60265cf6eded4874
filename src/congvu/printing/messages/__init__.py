"""The printed forms as typed values: what a form says, never how it looks.

Legal source: TT 03/2025/TT-VPCP, Phụ lục I (seven forms); NĐ 118/2025/NĐ-CP for the transfer slip;
NĐ 30/2020/NĐ-CP Phụ lục V for case files. Every
class freezes to JSON (`to_json`) and comes back equal (`from_json`).
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from congvu.printing.messages.archive import (
    CaseLine,
    CaseListForm,
    CatalogueForm,
    CatalogueLine,
    DocumentLine,
    DocumentListForm,
    MinutesForm,
)
from congvu.printing.messages.letters import ApologyForm, ReceiptForm, RefusalForm, StopForm, SupplementForm
from congvu.printing.messages.parts import FeeRow, Letterhead, PaperRow, Person, Signer
from congvu.printing.messages.tables import (
    ControlSlipForm,
    HandOverRow,
    RegisterForm,
    RegisterRow,
    TaskRow,
    TransferSlip,
)

__all__ = [
    "FORMS",
    "ApologyForm",
    "CaseLine",
    "CaseListForm",
    "CatalogueForm",
    "CatalogueLine",
    "ControlSlipForm",
    "DocumentLine",
    "DocumentListForm",
    "FeeRow",
    "Form",
    "HandOverRow",
    "Letterhead",
    "MinutesForm",
    "PaperRow",
    "Person",
    "ReceiptForm",
    "RefusalForm",
    "RegisterForm",
    "RegisterRow",
    "Signer",
    "StopForm",
    "SupplementForm",
    "TaskRow",
    "TransferSlip",
    "from_json",
    "to_json",
]

type Form = (
    ReceiptForm
    | SupplementForm
    | RefusalForm
    | ApologyForm
    | StopForm
    | ControlSlipForm
    | RegisterForm
    | TransferSlip
    | CatalogueForm
    | DocumentListForm
    | CaseListForm
    | MinutesForm
)

FORMS: dict[str, type[Form]] = {
    form.code: form
    for form in (
        ReceiptForm,
        SupplementForm,
        RefusalForm,
        ApologyForm,
        StopForm,
        ControlSlipForm,
        RegisterForm,
        TransferSlip,
        CatalogueForm,
        DocumentListForm,
        CaseListForm,
        MinutesForm,
    )
}


def to_json(value: Any) -> Any:
    """Return `value`, a form or a part of one, as plain JSON; dates and times in ISO 8601."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: to_json(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_json(code: str, data: Mapping[str, Any]) -> Form:
    """Return the form `code` that `data` describes; dates may be ISO text or Python values.

    Raises:
        KeyError: for an unknown form code.
        ValueError: naming the first field that is missing, unknown or of the wrong type.
    """
    form: Form = _read(FORMS[code], data, code)
    return form


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, value: Any, path: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if value is None:
            return None
        kind = next(option for option in get_args(kind) if option is not NoneType)
        return _read(kind, value, path)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ValueError(f"{path}: a list is expected")
        return tuple(_read(get_args(kind)[0], item, f"{path}[{i}]") for i, item in enumerate(value))
    if isinstance(kind, type) and is_dataclass(kind):
        return value if isinstance(value, kind) else _read_object(kind, value, path)
    return _read_scalar(kind, value, path)


def _read_object(kind: Any, value: Any, path: str) -> Any:
    if not isinstance(value, Mapping):
        raise ValueError(f"{path}: an object is expected")
    known = {item.name: item for item in fields(kind)}
    for name in value:
        if name not in known:
            raise ValueError(f"{path}.{name}: unknown field")
    for name, item in known.items():
        if name not in value and item.default is MISSING:
            raise ValueError(f"{path}.{name}: missing")
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], item, f"{path}.{name}") for name, item in value.items()})


def _read_scalar(kind: Any, value: Any, path: str) -> Any:
    if kind in (date, datetime) and isinstance(value, str):
        try:
            value = kind.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error
    if kind is datetime and isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError(f"{path}: a time with its offset is expected")
    if kind is date and isinstance(value, datetime):
        raise ValueError(f"{path}: a date without a time is expected")
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{path}: {kind.__name__} is expected")
    return value
