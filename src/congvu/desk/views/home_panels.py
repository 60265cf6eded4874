"""The parts of the start screen: one kind of work each, the most urgent first, and what may be done at once.

A part costs one statement for its rows, and none when its number, counted for all boxes of a room at once, is
nought; so the screen costs the same for one row and for a thousand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congvu.assignments.queries import lists as tasks
from congvu.assignments.rules import GROUP_NAMES
from congvu.calendars.rules import Bounds, Urgency, urgency
from congvu.desk.templatetags.tasks import TONES
from congvu.directory.messages import Actor
from congvu.documents.queries import boxes, outgoing
from congvu.dossiers.queries import inbox as dossiers
from congvu.ui.messages import URGENCY, Badge, Text

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of work.

    Args:
        title: its code, or what it is about.
        address: of its page.
        note: what it is about, and from whom.
        badge: how urgent it is, or where it stands.
        due_at, on: moment, or day, by which it must be done; without a badge the day since when it waits.
        act, act_address: what is done with one click, "" for nothing but opening it.
    """

    title: str
    address: str
    note: str
    badge: Badge | None = None
    due_at: datetime | None = None
    on: date | None = None
    act: Text = ""
    act_address: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One kind of work: its name, how much waits, and the most urgent of it."""

    key: str
    name: Text
    icon: str
    address: str
    count: int = 0
    rows: list[Item] = field(default_factory=list)


_OUTGOING: tuple[tuple[str, Text, str, tuple[str, ...], Text, str], ...] = (
    ("cho-ky", _("Văn bản chờ tôi ký"), "signature", ("document.sign",), _("Ký"), "outgoing_sign"),
    ("cho-duyet", _("Dự thảo chờ tôi duyệt"), "check", ("document.approve",), _("Duyệt"), "outgoing_approve"),
    ("cho-kiem-tra", _("Dự thảo chờ tôi kiểm tra"), "list-check", ("document.check", "document.form"),
     _("Xem"), "outgoing"),
    ("cho-cap-so", _("Văn bản đã ký chờ cấp số, phát hành"), "send-2", ("document.issue",), _("Phát hành"),
     "outgoing_issue"),
    ("bi-tra-lai", _("Dự thảo bị trả lại"), "arrow-back-up", ("document.draft",), _("Sửa"),
     "outgoing_edit"),
)  # fmt: skip
"""Box, name, icon, capabilities of which one is enough, and the act with its address."""


def panels_of(actor: Actor) -> list[Panel]:
    """Return the kinds of work that an officer does, in the order of the day."""
    return [*_documents(actor), *_outgoing(actor), *_dossiers(actor), *_tasks(actor)]


def _documents(actor: Actor) -> Iterator[Panel]:
    """Arrived, to forward, to direct or to do, given back: the registry's duty is the day of arrival.

    Legal source: NĐ 30/2020/NĐ-CP Điều 21, 23 (registered and passed on within the working day of arrival).
    """
    if not actor.can("document.view"):
        return
    numbers = boxes.counts(actor)
    registry = boxes.registers(actor)
    todo = _("Văn bản đến chờ cho ý kiến") if actor.can("document.direct") else _("Văn bản đến cần xử lý")
    waiting = _("Văn bản đến chờ vào sổ") if registry else _("Văn bản đến chờ tiếp nhận")
    parts = [
        (boxes.Box.WAITING, waiting, "mailbox"),
        (boxes.Box.PRESENT, _("Văn bản đến chờ trình, chuyển trong ngày"), "send"),
        (boxes.Box.TODO, todo, "writing"),
        (boxes.Box.CAME_BACK, _("Văn bản đến bị đề nghị trả lại"), "arrow-back-up"),
    ]
    for box, name, icon in parts:
        if box == boxes.Box.PRESENT and not registry:
            continue
        address = f"{reverse('desk:incoming_list')}?hop={box.value}"
        rows = boxes.box_page(actor, box, size=SHOWN).rows if numbers[box] else []
        yield Panel(
            box.value, name, icon, address, numbers[box], [_incoming(row, box, actor) for row in rows]
        )


def _incoming(row: boxes.Row, box: boxes.Box, actor: Actor) -> Item:
    act, name = _incoming_act(row, box, actor)
    address = reverse("desk:incoming", args=[row.document_id])
    what = row.subject or row.read_subject or str(_("Chưa nhập trích yếu"))
    issuer = row.issuer or row.read_issuer
    return Item(
        row.code or row.read_code or str(_("Chưa có số")),
        address,
        f"{what} · {issuer}" if issuer else what,
        URGENCY[row.group] if row.group and row.due_at else None,
        row.due_at,
        None if row.due_at else row.arrived_at.date(),
        act,
        reverse(f"desk:{name}", args=[row.document_id]) if name else "",
    )


def _incoming_act(row: boxes.Row, box: boxes.Box, actor: Actor) -> tuple[Text, str]:
    if box == boxes.Box.WAITING and row.line_id is None:
        return _("Vào sổ"), "incoming_register"
    if box == boxes.Box.PRESENT:
        return _("Trình, chuyển"), "incoming_present"
    if box == boxes.Box.TODO and actor.can("document.direct"):
        return _("Cho ý kiến"), "incoming_direct"
    return "", ""


def _outgoing(actor: Actor) -> Iterator[Panel]:
    """To sign, approve, check, number and issue; drafts that came back."""
    if not actor.can("document.view"):
        return
    numbers, limits = outgoing.box_counts(actor), boxes.limits_for(actor)
    for box, name, icon, needs, act, url_name in _OUTGOING:
        if not any(actor.can(capability) for capability in needs):
            continue
        address = f"{reverse('desk:outgoing_list')}?hop={box}"
        rows = outgoing.first_waiting(actor, box, SHOWN) if numbers[box] else []
        items = [_draft(row, limits, act, url_name) for row in rows]
        yield Panel(box, name, icon, address, numbers[box], items)


def _draft(row: outgoing.OutgoingRow, limits: Bounds, act: Text, url_name: str) -> Item:
    due = row.issue_due_at
    group = urgency(due, limits) if due else None
    return Item(
        row.code or row.subject,
        reverse("desk:outgoing", args=[row.id]),
        f"{row.subject} · {row.unit}" if row.code else row.unit,
        URGENCY[group] if group else None,
        due,
        None if due else row.updated_at.date(),
        act,
        reverse(f"desk:{url_name}", args=[row.id]),
    )


def _dossiers(actor: Actor) -> Iterator[Panel]:
    """Open steps of dossiers in the officer's hands."""
    if not actor.can("dossier.view"):
        return
    numbers = dossiers.counts(actor)
    count = sum(numbers.values())
    name = (
        _("Hồ sơ chờ ký duyệt, xử lý") if actor.can("dossier.sign") else _("Hồ sơ thủ tục hành chính đến hạn")
    )
    rows = dossiers.inbox(actor, size=SHOWN).rows if count else []
    yield Panel("ho-so", name, "folder", reverse("desk:inbox"), count, [_dossier(row) for row in rows])


def _dossier(row: dossiers.InboxRow) -> Item:
    address = reverse("desk:dossier", args=[row.dossier_id])
    note = f"{row.owner} · {row.procedure}"
    return Item(row.code, address, note, URGENCY[row.urgency], row.due_at, None, row.step_name, address)


def _tasks(actor: Actor) -> Iterator[Panel]:
    """Assigned work: one's own, reports to approve, what is late among one's people."""
    if not actor.can("assignment.view"):
        return
    home = reverse("desk:assignments")
    yield _task_panel(actor, "nhiem-vu", _("Nhiệm vụ tôi phải làm"), "checkbox", home, tasks.Box.MINE)
    if not actor.can("assignment.approve"):
        return
    name, late = _("Báo cáo, đề xuất chờ tôi duyệt"), _("Nhiệm vụ quá hạn trong phạm vi phụ trách")
    yield _task_panel(actor, "cho-bao-cao", name, "report", f"{home}?hop=cho-duyet", tasks.Box.APPROVE)
    yield _task_panel(
        actor, "qua-han", late, "alert-triangle", f"{home}?hop=don-vi&nhom=overdue", tasks.Box.UNIT, late=True
    )


def _task_panel(
    actor: Actor, key: str, name: Text, icon: str, address: str, box: tasks.Box, *, late: bool = False
) -> Panel:
    numbers = tasks.counts(actor, box)
    count = numbers[Urgency.OVERDUE] if late else sum(numbers.values())
    filters = tasks.Filters(group=Urgency.OVERDUE) if late else None
    rows = tasks.work(actor, box, filters, size=SHOWN).rows if count else ()
    return Panel(key, name, icon, address, count, [_task(row) for row in rows])


def _task(row: tasks.TaskRow) -> Item:
    group: Any = row.group
    return Item(
        row.content,
        reverse("desk:assignment", args=[row.pk]),
        f"{row.code} · {row.leader}",
        Badge(GROUP_NAMES[group], *TONES[group]),
        None,
        row.due_on,
    )
