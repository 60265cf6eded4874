"""Tags of assigned work: how urgent, how a report stands, buttons of acts."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from congvu.assignments.rules import GROUP_NAMES, Group
from congvu.assignments.states import KIND_NAMES, ReportKind
from congvu.ui.templatetags.ui import badge

register = template.Library()

TONES = {
    Group.OVERDUE: ("bad", "alert-triangle"),
    Group.TODAY: ("wait", "calendar-due"),
    Group.SOON: ("soon", "clock"),
    Group.LATER: ("neutral", "calendar-event"),
    Group.OPEN_ENDED: ("neutral", "hourglass"),
}
RANKS = {1: "Mật", 2: "Tối mật", 3: "Tuyệt mật"}
URGENCIES = {1: "Khẩn", 2: "Thượng khẩn", 3: "Hỏa tốc"}


@register.simple_tag
def group_badge(group: str) -> SafeString:
    """Show how urgent work is: a word and an icon, never colour alone."""
    tone, icon = TONES[Group(group)]
    found: SafeString = badge(GROUP_NAMES[Group(group)], tone, icon)
    return found


@register.simple_tag
def marks(urgency: int, rank: int) -> SafeString:
    """Show how urgent and how secret a thing is ranked, where that is not plain."""
    found = SafeString("")
    if urgency:
        found += badge(_(URGENCIES.get(urgency, "")), "wait", "alert-circle")
    if rank:
        found += badge(_(RANKS.get(rank, "")), "bad", "lock")
    return found


@register.filter
def kind_name(kind: str) -> str:
    """Return the name of a kind of report."""
    return KIND_NAMES[ReportKind(kind)]


@register.inclusion_tag("desk/parts/task_button.html")
def task_button(act: Any, task: Any, css: str) -> dict[str, Any]:
    """Show an act as a link to its page, or as a form that does it at once where nothing is asked."""
    return {"act": act, "task": task, "css": css, "url_name": f"desk:{act.url_name}"}
