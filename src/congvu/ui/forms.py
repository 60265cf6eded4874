"""How forms look and announce themselves: renderer, bound field, and the widgets of the desk."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Widget
from django.utils.safestring import SafeString

from congvu.ui.rules import Markup, joined

_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class DeskBoundField(BoundField):
    """A bound field whose widget carries the desk's classes."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Add the class of the control; what the form gave in `attrs` stays."""
        built: dict[str, Any] = dict(super().build_widget_attrs(attrs, widget))
        shown = widget or self.field.widget
        if shown.is_hidden:
            return built
        own = [built.get("class", ""), shown.attrs.get("class", ""), _class_of(shown)]
        own.append("is-invalid" if self.errors else "")
        built["class"] = " ".join(dict.fromkeys(word for text in own for word in str(text).split()))
        return built

    def value(self) -> Any:
        """Return what to show again; a null character, which no page may hold, is left out."""
        found = super().value()
        return found.replace("\x00", "") if isinstance(found, str) else found

    @property
    def is_check(self) -> bool:
        """Whether this is one tick box, whose label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def kind(self) -> str:
        """The widget's kind as a CSS word."""
        return self.widget_type


def _class_of(widget: Widget) -> str:
    if isinstance(widget, _GROUPS):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


class DeskRenderer(TemplatesSetting):
    """Renders every form of the product; set as FORM_RENDERER.

    Plain inputs and lists of choices are drawn here as Django's own templates draw them: a page has a
    hundred options, and a template for each would cost more than all the rest of a form.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = DeskBoundField

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        """Draw what is drawn in plain Python, and render every other template."""
        draw = _DRAWN.get(template_name)
        if draw is not None:
            return draw(context["widget"])
        return SafeString(super().render(template_name, context, request))


_SWITCH, _ATTRIBUTE = Markup(" {name}"), Markup(' {name}="{value}"')
_INPUT = Markup('<input type="{type}" name="{name}"{value}{attributes}>')
_SELECT, _GROUP = Markup('<select name="{name}"{attributes}>'), Markup('<optgroup label="{label}">')
_OPTION = Markup('<option value="{value}"{attributes}>{label}</option>')
_GROUP_END, _SELECT_END = SafeString("</optgroup>"), SafeString("</select>")


def _attributes(attrs: dict[str, Any]) -> SafeString:
    return joined(
        _SWITCH(name=name) if value is True else _ATTRIBUTE(name=name, value=value)
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: dict[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else _ATTRIBUTE(name="value", value=widget["value"])
    return _INPUT(
        type=widget["type"], name=widget["name"], value=value, attributes=_attributes(widget["attrs"])
    )


def _select(widget: dict[str, Any]) -> SafeString:
    parts = [_SELECT(name=widget["name"], attributes=_attributes(widget["attrs"]))]
    for name, options, _index in widget["optgroups"]:
        drawn = [_option(option) for option in options]
        parts += [_GROUP(label=name), *drawn, _GROUP_END] if name else drawn
    return joined([*parts, _SELECT_END])


def _option(option: dict[str, Any]) -> SafeString:
    return _OPTION(value=option["value"], attributes=_attributes(option["attrs"]), label=option["label"])


_DRAWN: dict[str, Callable[[dict[str, Any]], SafeString]] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{kind}.html": _input for kind in ("text", "hidden", "number", "email", "date")},
}


class DayInput(forms.DateInput):
    """A date typed as dd/mm/yyyy; `dates.js` adds the slashes, and plain typing works too."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"placeholder": "nn/tt/nnnn", "inputmode": "numeric", "autocomplete": "off", "data-date": ""}
        super().__init__({**own, **(attrs or {})}, format="%d/%m/%Y")


class MomentInput(forms.DateTimeInput):
    """A date and time typed as dd/mm/yyyy HH:MM."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"placeholder": "nn/tt/nnnn gg:pp", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__({**own, "data-date": "time", **(attrs or {})}, format="%d/%m/%Y %H:%M")


class MoneyInput(forms.TextInput):
    """An amount in đồng; points between thousands are allowed and added while typing."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "data-money": "", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Show points between thousands."""
        if isinstance(value, int):
            return f"{value:,d}".replace(",", ".")
        shown: str | None = super().format_value(value)
        return shown


class MoneyField(forms.IntegerField):
    """A whole number of đồng, written with or without points."""

    widget = MoneyInput

    def to_python(self, value: Any) -> int | None:
        """Drop the points and spaces between thousands."""
        if isinstance(value, str):
            value = value.replace(".", "").replace(" ", "").replace("\u00a0", "").removesuffix("đ")
        return super().to_python(value)


class DropZone(forms.FileInput):
    """A file input inside a drop zone with the list of chosen files and upload progress."""

    template_name = "ui/forms/dropzone.html"
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return every file of this name when the widget takes several, else the one."""
        if self.attrs.get("multiple"):
            return files.getlist(name) if hasattr(files, "getlist") else files.get(name)
        return files.get(name)


class FilesField(forms.FileField):
    """Several uploaded files; its value is a list, empty when nothing was chosen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DropZone(attrs={"multiple": True}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Clean each file like a single one."""
        if not data:
            super().clean(None, initial)
            return []
        return [super(FilesField, self).clean(one, initial) for one in data]
