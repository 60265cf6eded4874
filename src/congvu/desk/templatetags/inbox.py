"""The rows of the inbox, drawn by one piece of markup each: as tags they were half of its cost."""

from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from congvu.ui.rules import Markup, joined
from congvu.ui.templatetags.ui import Deadlines, icon, moment_short, state_badge

if TYPE_CHECKING:
    from congvu.desk.views.inbox import Line
    from congvu.dossiers.queries.inbox import InboxRow

register = template.Library()

_ROW = Markup("""<tr data-row id="step-{step}">
  <td class="select-cell"><input type="checkbox" class="form-check-input" name="chon" value="{dossier}" data-select data-actions="{actions}" aria-label="{choose} {code}"></td>
  <td><div class="row-head"><a class="row-title" data-open href="{address}">{owner}</a><span class="row-note"><span class="code">{code}</span>{channel}</span></div><span class="row-note row-what">{procedure}</span></td>
  <td><span class="step-name">{name}</span>{late}{state}<span class="row-note">{holds} {who}</span></td>
  <td>{due}</td>
</tr>
""")  # noqa: E501 — markup
_STEP_LATE = Markup(' <span class="step-late">{icon} {words}</span>')
_STATE = Markup(" {badge}")
_NOTE = Markup('<span class="row-note">{words}</span>')
_LATE_BEFORE = Markup('{badge}<span class="row-note step-late">{words} {when}</span>')


@register.simple_tag
def inbox_rows(lines: "list[Line]") -> SafeString:
    """Show lines of the inbox as table rows."""
    draw = _Pen()
    return joined(draw.row(line) for line in lines)


class _Pen:
    """Draws rows; what all of them say is translated once."""

    def __init__(self) -> None:
        self.choose = _("Chọn")
        self.channels = {"2": f" · {_('trực tuyến')}", "3": f" · {_('bưu chính')}"}
        self.step_late = _STEP_LATE(icon=icon("alert-circle"), words=_("bước quá hạn"))
        self.mine = (icon("user-check"), _("Tôi đang làm"))
        self.one, self.queue = icon("user"), icon("users")
        self.deadlines = Deadlines()
        self.no_date = _NOTE(words=_("không có hạn"))

    def row(self, line: "Line") -> SafeString:
        """Draw one row."""
        row = line.row
        holds, who = self.holder(row)
        return _ROW(
            step=row.step_id,
            dossier=row.dossier_id,
            actions=line.actions,
            choose=self.choose,
            code=row.code,
            address=line.address,
            owner=row.owner,
            channel=self.channels.get(row.channel, ""),
            procedure=row.procedure,
            name=row.step_name,
            late=self.step_late if line.step_late else "",
            state=_STATE(badge=state_badge(row.state, "dossier")) if line.state else "",
            holds=holds,
            who=who,
            due=self.due(line),
        )

    def holder(self, row: "InboxRow") -> tuple[SafeString, str]:
        """Return in whose hands the step is: an icon and a name."""
        if row.mine:
            return self.mine
        return (self.one, row.assignee) if row.assignee else (self.queue, row.unit)

    def due(self, line: "Line") -> SafeString:
        """Draw how urgent the dossier is."""
        row = line.row
        if row.urgency == "paused":
            badge = self.deadlines.badge("paused")
            late = {"words": _("đã quá hạn"), "when": moment_short(row.due_at)}
            return _LATE_BEFORE(badge=badge, **late) if line.late_before else badge
        if row.due_at is None:
            return self.no_date
        return self.deadlines.badge(row.urgency, row.due_at, line.minutes)
