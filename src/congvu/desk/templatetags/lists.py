"""Rows that stand in a list by the dozen, drawn by one piece of markup each: dossiers, steps, events."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from congvu.ui.rules import Markup, joined, moment_short
from congvu.ui.templatetags.ui import Deadlines, state_badge

if TYPE_CHECKING:
    from congvu.audit.queries import TimelineRow
    from congvu.dossiers.queries.listing import DossierRow

register = template.Library()

_DOSSIER = Markup("""<tr data-row>
  <td><a class="row-title" href="{address}" data-open>{code} · {owner}</a><span class="row-note">{procedure}</span></td>
  <td class="state-cell">{state}{holding}</td>
  <td>{due}</td>
  <td>{accepted}</td>
</tr>
""")  # noqa: E501 — markup
_NOTE = Markup('<span class="row-note">{words}</span>')
_ACCEPTED = Markup('<span class="only-narrow">{words} </span>{when}')
_EVENT = Markup('<li>{sentence}{instead}{reason}<br><time datetime="{machine}">{short}</time>{post}</li>\n')
_INSTEAD = Markup(' <span class="row-note-inline">({words} {name})</span>')
_REASON = Markup('<br><span class="event-reason">{reason}</span>')
_POST = Markup(' <span class="row-note-inline">· {post}</span>')


class Times:
    """Writes moments; today and the time zone are asked for once."""

    def __init__(self) -> None:
        self.today, self.zone = timezone.localdate(), timezone.get_current_timezone()

    def short(self, at: datetime) -> str:
        """Write a moment as short as is clear today."""
        return moment_short(at.astimezone(self.zone), self.today)

    def machine(self, at: datetime) -> str:
        """Write a moment for machines, to the second or finer as it is known."""
        return at.astimezone(self.zone).isoformat()


@register.simple_tag
def dossier_rows(rows: "Iterable[DossierRow]") -> SafeString:
    """Show dossiers as table rows: code and owner, state, deadline, reception."""
    pen = _DossierPen()
    return joined(pen.row(row) for row in rows)


class _DossierPen:
    """Draws dossiers; what all of them say is translated once, and each state is drawn once."""

    def __init__(self) -> None:
        self.deadlines, self.times = Deadlines(), Times()
        self.no_code, self.ended, self.received = _("Chưa có mã"), _("kết thúc"), _("Tiếp nhận")
        not_yet = _ACCEPTED(words=_("Tiếp nhận:"), when=_("chưa"))
        self.not_yet = _NOTE(words=not_yet)
        self.before, self.after = reverse("desk:dossier", args=[0]).split("0")
        self.states: dict[str, SafeString] = {}

    def row(self, row: "DossierRow") -> SafeString:
        """Draw one dossier."""
        if row.state not in self.states:
            self.states[row.state] = state_badge(row.state, "dossier")
        return _DOSSIER(
            address=f"{self.before}{row.id}{self.after}",
            code=row.code or self.no_code,
            owner=row.owner,
            procedure=row.procedure,
            state=self.states[row.state],
            holding=_NOTE(words=row.holding) if row.holding else "",
            due=self.due(row),
            accepted=_ACCEPTED(words=self.received, when=self.times.short(row.accepted_at))
            if row.accepted_at
            else self.not_yet,
        )

    def due(self, row: "DossierRow") -> SafeString | str:
        """Draw how urgent the dossier is, or when it ended."""
        if row.urgency:
            return self.deadlines.badge(row.urgency, row.due_at)
        if row.finished_at:
            return _NOTE(words=f"{self.ended} {self.times.short(row.finished_at)}")
        return ""


@register.simple_tag
def event_rows(events: "Iterable[TimelineRow]") -> SafeString:
    """Show what happened as list items: sentence, reason, when, in which post."""
    times, stands_in = Times(), _("thay")
    return joined(
        _EVENT(
            sentence=event.sentence,
            instead=_INSTEAD(words=stands_in, name=event.acting_for) if event.acting_for else "",
            reason=_REASON(reason=event.reason) if event.reason else "",
            machine=times.machine(event.at),
            short=times.short(event.at),
            post=_POST(post=event.post_title) if event.post_title else "",
        )
        for event in events
    )
