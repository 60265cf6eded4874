"""Forms of moving in: what is handed in, what columns mean, what words mean."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from congvu.common.text import fold
from congvu.directory.messages import Actor
from congvu.directory.queries import units_of
from congvu.moving.messages import Mapping
from congvu.moving.models import Move
from congvu.moving.queries import unknown_values
from congvu.moving.rules.encodings import NAMES
from congvu.moving.rules.fields import FIELDS, KIND_NAMES, Field, Kind, field_of
from congvu.moving.rules.values import ORDERS
from congvu.moving.services import Arriving
from congvu.ui.forms import DropZone

_SAMPLE = 60


class SourceForm(forms.Form):
    """A table of an old system, with what lies beside it."""

    kind = forms.ChoiceField(
        label=_("Dữ liệu gì"), choices=[(kind.value, name) for kind, name in KIND_NAMES.items()]
    )
    source = forms.FileField(
        label=_("Bảng dữ liệu (.xlsx hoặc .csv)"), widget=DropZone({"multiple": False}),
        help_text=_("Xuất từ phần mềm cũ; dòng tiêu đề có thể nằm dưới tên sổ, ô tiêu đề có thể gộp."),
    )  # fmt: skip
    archive = forms.FileField(
        label=_("Tệp văn bản kèm theo (.zip)"), widget=DropZone({"multiple": False}), required=False,
        help_text=_("Nếu bảng có cột ghi tên tệp. Nhiều hơn 500 MB thì đặt vào thư mục trên máy chủ."),
    )  # fmt: skip
    folder = forms.ChoiceField(label=_("Hoặc thư mục trên máy chủ"), required=False)
    encoding = forms.ChoiceField(
        label=_("Bảng mã của tệp CSV"), required=False, choices=[("", _("tự nhận biết")), *NAMES.items()]
    )
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        folder = self.fields["folder"]
        assert isinstance(folder, forms.ChoiceField)
        folder.choices = [("", _("không có")), *((name, name) for name in _folders())]

    def arriving(self) -> Arriving:
        """Return what was handed in."""
        return Arriving(**self.cleaned_data)


def _folders() -> list[str]:
    root = Path(settings.MOVING_FOLDER)
    return sorted(path.name for path in root.iterdir() if path.is_dir())[:200] if root.is_dir() else []


class MappingForm(forms.Form):
    """Their column, and a value where it is empty, for each field of ours."""

    name = forms.CharField(
        label=_("Tên hệ thống cũ"), max_length=120,
        help_text=_("Khai báo được lưu dưới tên này và tự dùng lại cho tệp có cùng tiêu đề."),
    )  # fmt: skip
    order = forms.ChoiceField(label=_("Cách ghi ngày"), choices=list(ORDERS.items()))
    numbering = forms.ChoiceField(
        label=_("Số văn bản đi"), choices=[("common", _("chung mọi loại")), ("kind", _("riêng từng loại"))]
    )
    missing_files = forms.ChoiceField(
        label=_("Không tìm thấy tệp"),
        choices=[("refuse", _("coi là dòng lỗi")), ("skip", _("vẫn chuyển văn bản, bỏ tệp"))],
    )

    def __init__(self, move: Move, actor: Actor, *args: Any, **kwargs: Any) -> None:
        mapping = Mapping.from_json(move.mapping)
        start = {name: getattr(mapping, name) for name in ("order", "numbering", "missing_files")}
        start["name"] = move.profile.name if move.profile else ""
        self.kind, self.mapping = Kind(move.kind), mapping
        super().__init__(*args, **{**kwargs, "initial": start})
        headings = [heading for heading in move.sheet["headings"] if heading]
        samples = _samples(move)
        columns = [("", _("– không có cột –")), *((one, f"{one}{samples.get(one, '')}") for one in headings)]
        for field in FIELDS[self.kind]:
            self._add(field, columns, actor)

    def _add(self, field: Field, columns: list[Any], actor: Actor) -> None:
        key, mapping = field.key, self.mapping
        need = " *" if field.needed else ""
        self.fields[f"col_{key}"] = forms.ChoiceField(
            label=f"{field.label}{need}", choices=columns, required=False,
            initial=mapping.columns.get(key, ""),
        )  # fmt: skip
        usual = _("%(field)s khi ô trống") % {"field": field.label}
        choices = _choices(field, actor)
        if choices:
            self.fields[f"const_{key}"] = forms.ChoiceField(
                label=usual, choices=[("", "–"), *choices], required=False,
                initial=mapping.constants.get(key, ""),
            )  # fmt: skip
        elif not field.day and key not in {"number", "arrival_number", "code", "source_id", "files"}:
            self.fields[f"const_{key}"] = forms.CharField(
                label=usual, max_length=200, required=False, initial=mapping.constants.get(key, "")
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        """Return the bound fields of each field of ours: column, and value for empty cells or None."""
        keys = [field.key for field in FIELDS[self.kind]]
        return [
            (self[f"col_{key}"], self[f"const_{key}"] if f"const_{key}" in self.fields else None)
            for key in keys
        ]

    def plan(self) -> Mapping:
        """Return what the form says; value tables stay as they are."""
        data, keys = self.cleaned_data, [field.key for field in FIELDS[self.kind]]
        return Mapping(
            columns={key: data[f"col_{key}"] for key in keys if data.get(f"col_{key}")},
            constants={key: data[f"const_{key}"] for key in keys if data.get(f"const_{key}")},
            values=self.mapping.values,
            order=data["order"],
            numbering=data["numbering"],
            missing_files=data["missing_files"],
        )


def _choices(field: Field, actor: Actor) -> list[tuple[str, str]]:
    if field.key == "unit":
        return [(unit.name, unit.name) for unit in units_of(actor.agency_id)]
    return [(word, word) for _code, word in field.choices]


def _samples(move: Move) -> dict[str, str]:
    """Return the first value of each column, so that an officer sees what it holds."""
    found: dict[str, str] = {}
    for place, heading in enumerate(move.sheet["headings"]):
        for row in move.sheet["samples"]:
            if place < len(row) and row[place] not in (None, "") and heading not in found:
                found[heading] = f" — {str(row[place])[:_SAMPLE]}"
    return found


class ValuesForm(forms.Form):
    """What words that no table knew mean."""

    def __init__(self, move: Move, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words: list[tuple[str, str, str]] = []
        for number, (key, word, count) in enumerate(unknown_values(move)):
            field = field_of(Kind(move.kind), key)
            if field is None:
                continue
            choices = list(field.choices)
            if key == "unit":
                choices = [(str(unit.pk), unit.name) for unit in units_of(actor.agency_id)]
            name = f"value_{number}"
            self.fields[name] = forms.ChoiceField(
                label=f"{field.label}: “{word[:80]}” ({count})", required=False,
                choices=[("", _("– để là lỗi –")), *choices],
            )  # fmt: skip
            self.words.append((name, key, word))

    def meant(self) -> dict[str, dict[str, str]]:
        """Return by field what the words mean that were told."""
        found: dict[str, dict[str, str]] = {}
        for name, key, word in self.words:
            if self.cleaned_data.get(name):
                found.setdefault(key, {})[fold(word)] = self.cleaned_data[name]
        return found


class GapsForm(forms.Form):
    """Why numbers of an old register have no document."""

    group = forms.CharField(max_length=80, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Lý do các số này trống"),
        max_length=300,
        initial=_("Sổ của hệ thống cũ không có văn bản mang số này"),
    )
