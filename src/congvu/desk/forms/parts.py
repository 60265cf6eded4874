"""What the forms of acts are built of: their common base, and a field that looks names up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.common.text import fold
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, Opinion, Result, Step
from congvu.workflow.queries import definition
from congvu.workflow.rules import Step as StepSpec


@dataclass(frozen=True)
class Scene:
    """The dossier that an act is done on, as its form needs it.

    Args:
        dossier: with its owner.
        actor: who acts.
        step: the step in hand, None for acts on the dossier as a whole.
        results, opinions: those of the dossier.
    """

    dossier: Dossier
    actor: Actor
    step: Step | None = None
    results: Sequence[Result] = field(default_factory=tuple)
    opinions: Sequence[Opinion] = field(default_factory=tuple)

    @property
    def spec(self) -> StepSpec | None:
        """What the process says of the step in hand."""
        if self.step is None or self.dossier.process_version_id is None:
            return None
        return definition(self.dossier.process_version_id).step(self.step.key)


class ActForm(forms.Form):
    """The form of one act: its fields are named as the service's arguments.

    `version` is what the officer saw, `step` the key of the step in hand; the view takes both out.
    """

    version = forms.IntegerField(
        label=_("Phiên bản hồ sơ"),
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("biểu mẫu không còn đúng với hồ sơ; hãy mở lại hồ sơ.")
        ),
    )
    step = forms.CharField(label=_("Bước"), required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, scene: Scene, **kwargs: Any) -> None:
        self.scene = scene
        super().__init__(*args, **kwargs)
        self.initial = {
            "version": scene.dossier.version,
            "step": scene.step.key if scene.step else "",
            **self.initial,
        }
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values from the scene; forms without any leave it so."""

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "step"}}

    def refuse(self, sentence: str, name: str) -> None:
        """Show a refusal of the service at the field it belongs to, or above the form."""
        known = next((one for one in (name, f"{name}_id") if one in self.fields), None)
        self.add_error(known, sentence)

    def typed(self) -> list[tuple[str, str]]:
        """Return label and text of what the officer typed, so that nothing is lost with a conflict."""
        fields = [self[name] for name in self.fields if not self.fields[name].widget.is_hidden]
        said = [(str(bound.label), bound.value()) for bound in fields]
        return [(label, text) for label, text in said if isinstance(text, str) and text.strip()]


class Words(forms.CharField):
    """A text of several lines."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": rows}), "max_length": 4000, **kwargs})


class LookupInput(forms.TextInput):
    """A text input over a list of names, which the browser narrows while one types."""

    template_name = "desk/parts/lookup.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.names: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the names, and tie the list to the input."""
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}-names"
        context["widget"]["attrs"]["list"] = listed
        return {**context, "names": self.names, "listed": listed}


class LookupField(forms.CharField):
    """A choice among many names: the name itself, or words (with or without marks) that only one name has."""

    widget = LookupInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 300, **kwargs})
        self.keys: dict[str, int] = {}

    def offer(self, names: Sequence[tuple[int, str]]) -> None:
        """Set what may be chosen: keys with their names."""
        self.keys = {name: key for key, name in names}
        self.widget.names = list(self.keys)

    def clean(self, value: Any) -> Any:
        """Return the key that the words mean."""
        text = super().clean(value)
        if not text:
            return None
        if text in self.keys:
            return self.keys[text]
        wanted = fold(text).split()
        found = [name for name in self.keys if all(word in fold(name) for word in wanted)]
        if len(found) == 1:
            return self.keys[found[0]]
        if not found:
            raise forms.ValidationError(
                _("Không có tên nào trong danh sách khớp “%(text)s”."), params={"text": text}
            )
        raise forms.ValidationError(
            _("Có nhiều tên khớp: %(names)s. Hãy gõ thêm hoặc chọn trong danh sách."),
            params={"names": "; ".join(found[:4]) + ("…" if len(found) > 4 else "")},
        )
