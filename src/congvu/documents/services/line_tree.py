"""The tree of lines in the tables: making lines, and writing what an act means for them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.models import Post, Unit
from congvu.directory.queries import in_force
from congvu.documents.messages import Addressee
from congvu.documents.models import Direction, IncomingDocument, Line
from congvu.documents.queries.text_search import officer_word, unit_word
from congvu.documents.rules.lines import Node, Outcome, cleared, roles_problem
from congvu.documents.services.fitting import fitting
from congvu.documents.services.incoming_access import store
from congvu.documents.states.incoming import (
    WITH_SOMEBODY,
    LineRole,
    LineState,
    State,
)

NO_DEADLINE = datetime(2999, 12, 31, tzinfo=timezone.get_default_timezone())
"""Where lines without a deadline stand in an inbox ordered by deadline."""
MOST_LINES = 60


def holds(actor: Actor, line: Line) -> bool:
    """Tell whether a line is the actor's to act on: their own, or their unit's."""
    if actor.officer_id is None:
        return True
    if line.agency_id != actor.agency_id:
        return False
    if line.officer_id is None:
        return line.unit_id in actor.unit_ids
    return line.officer_id in {actor.officer_id, actor.acting_for_id}


def nodes_of(document: IncomingDocument) -> list[Node]:
    """Return the lines of a document as the rules take them (one statement)."""
    rows = document.lines.values_list(
        "pk", "parent_id", "role", "state", "unit_id", "officer_id", "reply_required"
    )
    return [
        Node(pk, parent, LineRole(role), LineState(state), unit, officer is not None, reply)
        for pk, parent, role, state, unit, officer, reply in rows
    ]


def deserted_units(nodes: Iterable[Node]) -> set[int]:
    """Return the units of open lines in which nobody could work today (one statement)."""
    units = {node.unit for node in nodes if not node.personal and node.state in WITH_SOMEBODY}
    if not units:
        return set()
    posts = Post.objects.filter(in_force(), unit_id__in=units, officer__is_active=True)
    return units - set(posts.values_list("unit_id", flat=True))


def send(
    document: IncomingDocument,
    to: Iterable[Addressee],
    *,
    parent: Line | None = None,
    direction: Direction | None = None,
    text: str = "",
    due_at: datetime | None = None,
    actor: Actor,
) -> list[Line]:
    """Make the lines of new recipients and bring document and search text in line.

    Raises:
        ActionRefused: nobody, somebody twice or not of this agency, two who lead, one not cleared, a past
            time.
    """
    wanted = list(to)
    _check_addressees(document, wanted, due_at)
    names = _names(document, wanted)
    made = [
        _line(document, one, names[one.unit_id, one.officer_id], parent, direction, text, due_at, actor)
        for one in wanted
    ]
    Line.objects.bulk_create(made)
    _reach(document, made)
    store(document, "state", "search_text")
    return made


def _line(
    document: IncomingDocument,
    one: Addressee,
    name: str,
    parent: Line | None,
    direction: Direction | None,
    text: str,
    due_at: datetime | None,
    actor: Actor,
) -> Line:
    due = one.due_at or due_at or (parent.due_at if parent else None) or document.due_at
    if one.role == LineRole.INFORM:
        due = None
    waits = one.officer_id is None and one.role != LineRole.INFORM
    line = Line(
        document=document,
        agency_id=document.agency_id,
        parent=parent,
        direction=direction,
        unit_id=one.unit_id,
        officer_id=one.officer_id,
        name=name,
        role=one.role,
        state=LineState.WAITING if waits else LineState.TODO,
        task=clean(one.task or text)[:2000],
        sender_id=actor.officer_id,
        sender_name=actor.officer_name,
        sent_at=timezone.now(),
        due_at=due,
        order_at=due or NO_DEADLINE,
        reply_required=_owes_reply(document, parent, one),
    )
    return fitting(line)


def _owes_reply(document: IncomingDocument, parent: Line | None, one: Addressee) -> bool:
    if one.role != LineRole.LEAD:
        return False
    return parent.reply_required if parent is not None else document.reply_required


def _reach(document: IncomingDocument, made: Iterable[Line]) -> None:
    """Let the new recipients find the document, and say that it is being worked on."""
    known = set(document.search_text.split())
    words = dict.fromkeys(
        word
        for line in made
        for word in (unit_word(line.unit_id), officer_word(line.officer_id) if line.officer_id else "")
        if word and word not in known
    )
    document.search_text = " ".join([document.search_text, *words])
    if document.state == State.REGISTERED:
        document.state = State.PROCESSING


def _check_addressees(document: IncomingDocument, to: list[Addressee], due_at: datetime | None) -> None:
    if not to:
        raise ActionRefused(_("Hãy chọn ít nhất một nơi nhận."), code="nobody", field="to")
    if len(to) > MOST_LINES:
        raise ActionRefused(
            _("Mỗi lần chuyển nhiều nhất %(most)s nơi nhận.") % {"most": MOST_LINES},
            code="too-many",
            field="to",
        )
    keys = [(one.unit_id, one.officer_id) for one in to]
    if len(set(keys)) < len(keys):
        raise ActionRefused(_("Có nơi nhận được chọn hai lần."), code="twice", field="to")
    if any(one.role not in set(LineRole) for one in to):
        raise ActionRefused(_("Vai trò không hợp lệ."), code="role", field="to")
    require_roles(to)
    now = timezone.now()
    if any(due is not None and due < now for due in [due_at, *(one.due_at for one in to)]):
        raise ActionRefused(_("Hạn xử lý phải sau lúc này."), code="due-past", field="due_on")


def require_roles(to: Iterable[Addressee]) -> None:
    """Refuse recipients of whom two lead, or who cooperate with nobody."""
    problem = roles_problem(one.role for one in to)
    if problem == "two-leads":
        raise ActionRefused(
            _("Mỗi ý kiến chỉ đạo chỉ có một nơi chủ trì: hãy giữ một nơi, những nơi khác chọn phối hợp."),
            code=problem,
            field="to",
        )
    if problem:
        raise ActionRefused(_("Có nơi phối hợp thì phải có nơi chủ trì."), code=problem, field="to")


def _names(document: IncomingDocument, to: list[Addressee]) -> dict[tuple[int, int | None], str]:
    """Return how each recipient is called; refuse those who are not there or may not see the document."""
    units = dict(
        Unit.objects.filter(
            in_force(), agency_id=document.agency_id, pk__in={one.unit_id for one in to}
        ).values_list("pk", "name")
    )
    officers = {one.officer_id for one in to if one.officer_id}
    posts: dict[tuple[int, int], tuple[str, int]] = {}
    if officers:
        held = Post.objects.filter(
            in_force(), agency_id=document.agency_id, officer_id__in=officers, officer__is_active=True
        )
        for unit_id, officer_id, name, clearance in held.values_list(
            "unit_id", "officer_id", "officer__full_name", "officer__clearance"
        ):
            posts[unit_id, officer_id] = (name, clearance)
    return {(one.unit_id, one.officer_id): _name(document, one, units, posts) for one in to}


def _name(
    document: IncomingDocument,
    one: Addressee,
    units: dict[int, str],
    posts: dict[tuple[int, int], tuple[str, int]],
) -> str:
    unit = units.get(one.unit_id)
    if unit is None:
        raise ActionRefused(_("Phòng, ban được chọn không còn hoạt động."), code="unit", field="to")
    if one.officer_id is None:
        return unit
    found = posts.get((one.unit_id, one.officer_id))
    if found is None:
        raise ActionRefused(_("Cán bộ được chọn không còn ở phòng, ban đó."), code="officer", field="to")
    name, clearance = found
    if clearance < document.confidentiality:
        raise ActionRefused(
            _("%(who)s không được xem văn bản có độ mật này.") % {"who": name}, code="clearance", field="to"
        )
    return name


def apply_outcome(document: IncomingDocument, outcome: Outcome, *, actor: Actor) -> list[Line]:
    """Write the states that follow from an act, and where the document stands; return the changed lines."""
    now = timezone.now()
    changed = list(document.lines.filter(pk__in=outcome.states))
    for line in changed:
        line.state = outcome.states[line.pk]
        open_again = line.state in WITH_SOMEBODY
        line.completed_at = None if open_again else now
        line.completed_by_id = None if open_again else actor.officer_id
    Line.objects.bulk_update(changed, ["state", "completed_at", "completed_by"])
    fields: dict[str, Any] = {}
    if outcome.finished and document.state in {State.REGISTERED, State.PROCESSING}:
        fields = {"state": State.DONE, "finished_at": now}
    elif document.state == State.PROCESSING and cleared(nodes_of(document)):
        fields = {"state": State.REGISTERED}
    for name, value in fields.items():
        setattr(document, name, value)
    store(document, *fields)
    return changed


def held_line(document: IncomingDocument, actor: Actor) -> Line | None:
    """Return the line of a document in the actor's hands: their own before their unit's (one statement)."""
    if not actor.officer_id:
        return None
    own = {actor.officer_id, actor.acting_for_id or actor.officer_id}
    rows = document.lines.filter(
        Q(officer_id__in=own) | Q(officer__isnull=True, unit_id__in=actor.unit_ids),
        state__in=[state.value for state in WITH_SOMEBODY],
    )
    return min(
        rows, key=lambda line: (line.officer_id is None, line.role == LineRole.INFORM, line.pk), default=None
    )
