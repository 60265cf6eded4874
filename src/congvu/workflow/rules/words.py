"""The keys of a process in words: form data and outcomes, as people read them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.workflow.rules.asked import Datum, asked_data
from congvu.workflow.rules.definition import Choice, Definition

DATA = {
    "area": gettext_lazy("Diện tích (m²)"),
    "floors": gettext_lazy("Số tầng"),
    "sheets": gettext_lazy("Số tờ giấy, văn bản"),
    "pages": gettext_lazy("Số trang"),
    "copies": gettext_lazy("Số bản"),
    "amount": gettext_lazy("Số tiền (đồng)"),
    "persons": gettext_lazy("Số người"),
    "foreign": gettext_lazy("Có yếu tố nước ngoài"),
    "urgent": gettext_lazy("Đề nghị giải quyết trong ngày"),
    "channel": gettext_lazy("Hình thức nộp"),
}
OUTCOMES = {
    "ok": gettext_lazy("Đạt"),
    "not_ok": gettext_lazy("Không đạt"),
    "verify": gettext_lazy("Cần xác minh"),
    "agreed": gettext_lazy("Đồng ý"),
    "not_agreed": gettext_lazy("Không đồng ý"),
    "eligible": gettext_lazy("Đủ điều kiện"),
    "not_eligible": gettext_lazy("Không đủ điều kiện"),
    "complaint": gettext_lazy("Có khiếu nại, ý kiến"),
    "no_complaint": gettext_lazy("Không có khiếu nại"),
    "yes": gettext_lazy("Có"),
    "no": gettext_lazy("Không"),
}


def data_word(definition: Definition | None, name: str) -> str:
    """Return what a piece of form data is called: its word, or the question of the process that asks it."""
    if name in DATA:
        return str(DATA[name])
    asked = {datum.name: datum for datum in asked_data(definition)} if definition else {}
    return datum_word(asked[name]) if name in asked else _("Thông tin thêm")


def datum_word(datum: Datum) -> str:
    """Return what a counter asks for: its word, else the question in the process."""
    return str(DATA[datum.name]) if datum.name in DATA else datum.question or _("Thông tin thêm")


def value_word(value: Any) -> str:
    """Return an answer as people read it."""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, int | float):
        return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
    if isinstance(value, list):
        return "; ".join(value_word(one) for one in value)
    return str(value)


def outcome_word(definition: Definition | None, step_key: str, code: str) -> str:
    """Return an outcome in words: its word, else what stands on the branch that it leads to."""
    if code in OUTCOMES:
        return str(OUTCOMES[code])
    for node in definition.nodes.values() if definition else ():
        if not isinstance(node, Choice):
            continue
        for branch in node.branches:
            if step_key in branch.when and (f'"{code}"' in branch.when or f"'{code}'" in branch.when):
                return branch.label or node.name or _("Kết luận khác")
    return _("Kết luận khác")
