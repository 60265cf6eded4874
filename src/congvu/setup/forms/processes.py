"""Forms of the process editor: one for each kind of node, one for the process itself."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.workflow.rules import Choice, Definition, Step, vocabulary
from congvu.workflow.rules.conditions import problem_with
from congvu.workflow.rules.layout import place_text
from congvu.workflow.rules.outline import short

type Choices = list[tuple[str, Any]]


class NewProcessForm(forms.Form):
    """What a process needs to begin."""

    code = forms.CharField(
        label=_("Mã quy trình"),
        max_length=80,
        help_text=_("Mã thủ tục trên Cơ sở dữ liệu quốc gia, như 1.001193."),
    )
    name = forms.CharField(label=_("Tên quy trình"), max_length=300)
    level = forms.ChoiceField(label=_("Cấp thực hiện"), choices=[*vocabulary.LEVELS.items()])


class FactsForm(forms.Form):
    """The facts about a draft as a whole."""

    decision = forms.CharField(
        label=_("Quyết định phê duyệt"),
        max_length=200,
        required=False,
        help_text=_("Số, ngày quyết định của Chủ tịch Ủy ban nhân dân cấp tỉnh."),
    )
    level = forms.ChoiceField(label=_("Cấp thực hiện"), choices=[*vocabulary.LEVELS.items()])
    limit_hours = forms.IntegerField(
        label=_("Thời hạn pháp luật (giờ làm việc)"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_("Một ngày làm việc là 8 giờ. Tổng giờ các bước không được vượt."),
    )
    limit_text = forms.CharField(label=_("Ghi chú về thời hạn"), max_length=300, required=False)
    illustrative = forms.BooleanField(label=_("Số giờ chỉ để minh họa"), required=False)


def targets(definition: Definition, own: str) -> Choices:
    """Return the nodes that a node may lead to, named as in the table."""
    found: Choices = [("", _("(chưa chọn)"))]
    for node in definition.nodes.values():
        name = getattr(node, "name", "")
        if node.key != own:
            found.append((node.key, f"{short(definition, node.key)}{f': {name}' if name else ''}"))
    return found


def earlier(definition: Definition, own: str) -> Choices:
    """Return the steps that stand before a node."""
    follows = definition.structure.follows
    return [
        (step.key, f"{step.no}. {step.name}")
        for step in definition.steps
        if step.key != own and follows(step.key, own)
    ]


class StepForm(forms.Form):
    """One step."""

    name = forms.CharField(label=_("Tên bước"), max_length=300)
    no = forms.CharField(label=_("Số thứ tự"), max_length=10)
    type = forms.ChoiceField(label=_("Loại công việc"), choices=[*vocabulary.STEP_TYPES.items()])
    role = forms.ChoiceField(label=_("Vai trò thực hiện"), choices=[*vocabulary.ROLES.items()])
    place = forms.ChoiceField(label=_("Nơi thực hiện"))
    unit = forms.CharField(
        label=_("Mã phòng, ban"), max_length=30, required=False, help_text=_("Bỏ trống để theo vai trò.")
    )
    hours = forms.IntegerField(label=_("Thời hạn (giờ làm việc)"), min_value=0, max_value=10_000)
    wait_amount = forms.IntegerField(
        label=_("Thời gian chờ theo luật"), min_value=1, max_value=1_000, required=False
    )
    wait_unit = forms.ChoiceField(label=_("Đơn vị"), choices=[*vocabulary.WAIT_UNITS.items()], initial="day")
    stops_clock = forms.BooleanField(label=_("Không tính vào thời hạn giải quyết"), required=False)
    silence_is_consent = forms.BooleanField(label=_("Quá hạn không trả lời là đồng ý"), required=False)
    actions = forms.MultipleChoiceField(
        label=_("Thao tác được phép"),
        choices=[*vocabulary.ACTIONS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    returns_to = forms.MultipleChoiceField(
        label=_("Được trả về bước"), widget=forms.CheckboxSelectMultiple, required=False
    )
    outcomes = forms.CharField(
        label=_("Các kết quả để chọn"),
        max_length=200,
        required=False,
        help_text=_("Cách nhau bằng dấu phẩy, viết thường không dấu, như: ok, verify."),
    )
    next = forms.ChoiceField(label=_("Bước tiếp theo"))
    note = forms.CharField(
        label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500, required=False
    )

    def __init__(
        self, data: Any, *, definition: Definition, step: Step, agencies: Choices, names: Mapping[str, str]
    ) -> None:
        super().__init__(data, initial=_step_values(step))
        places: Choices = [*vocabulary.PLACES.items(), *agencies]
        if step.place not in dict(places):
            places.append((step.place, place_text(step.place, names)))
        _offer(self, "place", places)
        _offer(self, "next", targets(definition, step.key))
        _offer(self, "returns_to", earlier(definition, step.key))
        if not earlier(definition, step.key):
            del self.fields["returns_to"]

    def values(self) -> dict[str, Any]:
        """Return the step's fields as the spec writes them."""
        kept = dict(self.cleaned_data)
        amount, unit = kept.pop("wait_amount"), kept.pop("wait_unit")
        kept["outcomes"] = [word.strip() for word in kept["outcomes"].split(",") if word.strip()]
        return kept | {"wait": {"amount": amount, "unit": unit} if amount else None}


def _step_values(step: Step) -> dict[str, Any]:
    names = (
        "name", "no", "type", "role", "place", "unit", "hours", "stops_clock", "silence_is_consent",
        "actions", "returns_to", "next", "note",
    )  # fmt: skip
    values = {name: getattr(step, name) for name in names} | {"outcomes": ", ".join(step.outcomes)}
    if step.wait:
        values |= {"wait_amount": step.wait.amount, "wait_unit": step.wait.unit}
    return values


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class ChoiceForm(forms.Form):
    """A choice: a condition, a label and a target for each branch, and where the rest goes."""

    name = forms.CharField(label=_("Câu hỏi"), max_length=200, required=False)
    otherwise = forms.ChoiceField(label=_("Còn lại thì đến"))

    def __init__(self, data: Any, *, definition: Definition, choice: Choice) -> None:
        super().__init__(data, initial={"name": choice.name, "otherwise": choice.otherwise})
        self.count = len(choice.branches)
        others = targets(definition, choice.key)
        _offer(self, "otherwise", others)
        for index, branch in enumerate(choice.branches):
            own: dict[str, Any] = {"label": branch.label, "when": branch.when, "next": branch.next}
            own["limit"] = branch.limit_hours
            for part, field in _branch_fields(others).items():
                field.initial = own[part]
                self.fields[f"{part}_{index}"] = field

    @property
    def branches(self) -> list[dict[str, Any]]:
        """The fields of each branch: its condition, and the facts about it."""
        return [
            {
                "when": self[f"when_{index}"],
                "facts": [self[f"{part}_{index}"] for part in ("label", "next", "limit")],
            }
            for index in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        """Compile each condition, so that the officer sees at once what is wrong."""
        for index in range(self.count):
            text = self.cleaned_data.get(f"when_{index}", "")
            reason = problem_with(text) if text else ""
            if reason:
                self.add_error(f"when_{index}", reason)
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """Return the choice's fields as the spec writes them."""
        kept = self.cleaned_data
        rows = [_branch(kept, index) for index in range(self.count)]
        return {"name": kept["name"], "else": kept["otherwise"], "branches": rows}


def _branch(kept: Mapping[str, Any], index: int) -> dict[str, Any]:
    row = {part: kept[f"{part}_{index}"] for part in ("when", "next", "label")}
    limit = kept[f"limit_{index}"]
    return row | ({"limit_hours": limit} if limit else {})


def _branch_fields(others: Choices) -> dict[str, forms.Field]:
    return {
        "label": forms.CharField(label=_("Tên nhánh"), max_length=80, required=False),
        "when": forms.CharField(
            label=_("Điều kiện"),
            max_length=300,
            help_text=_('Ví dụ: data.area > 500.0, outcome.s2 == "ok", case.no == 2'),
        ),
        "next": forms.ChoiceField(label=_("Đến"), choices=others),
        "limit": forms.IntegerField(
            label=_("Thời hạn riêng (giờ)"), min_value=1, max_value=10_000, required=False
        ),
    }
