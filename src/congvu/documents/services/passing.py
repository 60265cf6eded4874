"""The chain of checks: submit, check content and form, initial, approve, send back (Điều 11, 12)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean, one_line
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.documents.messages import Turn
from congvu.documents.models import Approval, DraftVersion, OutgoingDocument
from congvu.documents.queries.outgoing import open_checks
from congvu.documents.rules.layout.check import Severity, worst
from congvu.documents.services.fitting import fitting
from congvu.documents.services.numbering import NUMBER_FIELDS, give_number_back
from congvu.documents.services.outgoing_access import journal, open_outgoing, store
from congvu.documents.services.outgoing_files import findings_of, freeze
from congvu.documents.services.outgoing_parts import take_part
from congvu.documents.services.outgoing_telling import tell, tell_turn
from congvu.documents.states.outgoing import (
    AT_REGISTRY,
    CHECK_NAMES,
    MOVES,
    STATE_OF,
    Action,
    Check,
    CheckState,
    Link,
    State,
    still_good,
)

_ORDER = [Check.CONTENT, Check.FORM, Check.INITIAL, Check.APPROVE, Check.SIGN]
ACTIONS = {
    Check.CONTENT: Action.CHECK_CONTENT,
    Check.FORM: Action.CHECK_FORM,
    Check.INITIAL: Action.APPROVE,
    Check.APPROVE: Action.APPROVE,
}


@transaction.atomic
def submit(
    document_id: int, turns: Sequence[Turn], *, actor: Actor, note: str = "", seen_version: int | None = None
) -> OutgoingDocument:
    """Send a draft through its chain of checks; it ends with the signature of the draft's signer.

    What was checked on this very version before it came back stays good; all else is asked anew.

    Args:
        turns: who checks what, in any order of persons within a kind; the signature is added by itself.
        note: words for those who check.

    Raises:
        ActionRefused: no signer, no text, or a check that the chain does not know.
    """
    document = open_outgoing(document_id, Action.SUBMIT, actor=actor, seen_version=seen_version)
    version = _latest(document)
    if document.signer_id is None:
        raise ActionRefused(_("Chưa chọn người ký văn bản."), code="signer", field="signer_id")
    if not version.body:
        raise ActionRefused(_("Văn bản chưa có nội dung."), code="body", field="body")
    freeze(document, version, actor=actor)
    version.findings = [one.code for one in findings_of(document, version)]
    version.save(update_fields=["pdf", "docx", "findings"])
    _lay_chain(document, version, turns)
    _advance(document, actor)
    store(document, "state", "holding", "state_reason")
    journal(document, "outgoing.submitted", actor=actor, reason=note, to=document.holding)
    return document


@transaction.atomic
def agree(
    document_id: int, *, actor: Actor, note: str = "", seen_version: int | None = None
) -> OutgoingDocument:
    """Give the check whose turn it is (content, form, initial or approval) and pass the draft on.

    Whoever lets a draft with errors of form pass says why.
    """
    approval_kind = Check(_open(document_id, actor))
    action = ACTIONS.get(approval_kind)
    if action is None:
        raise StateRefused(_("Văn bản đang chờ ký, không còn bước kiểm tra."), code="no-check")
    document = open_outgoing(document_id, action, actor=actor, seen_version=seen_version)
    approval = held(document, actor)
    version = _latest(document)
    silent = approval_kind == Check.FORM and not clean(note)
    if silent and worst(findings_of(document, version)) == Severity.ERROR:
        raise ActionRefused(
            _("Dự thảo còn lỗi thể thức; hãy trả lại hoặc ghi rõ vì sao vẫn đồng ý."),
            code="form-errors",
            field="note",
        )
    close_check(approval, version, actor, note)
    _advance(document, actor)
    store(document, "state", "holding", "state_reason")
    label = CHECK_NAMES[approval_kind]
    journal(document, "outgoing.checked", actor=actor, reason=note, check=label, to=document.holding)
    return document


@transaction.atomic
def send_back(
    document_id: int, *, actor: Actor, reason: str, to: int | None = None, seen_version: int | None = None
) -> OutgoingDocument:
    """Send a draft back to its author, or to an earlier check of the chain, with the reason.

    Args:
        to: the order of the earlier check; the author when None. A number that the draft holds is given back.
    """
    document = open_outgoing(
        document_id, Action.SEND_BACK, actor=actor, seen_version=seen_version, reason=reason
    )
    if document.stage in AT_REGISTRY:
        demand(actor, "document.issue")
    chain = _chain(document)
    here = next((one for one in chain if one.state == CheckState.OPEN), None)
    limit = here.order if here else len(chain) + 1
    target = next((one for one in chain if one.order == to and one.order < limit), None)
    if to is not None and target is None:
        raise ActionRefused(_("Chỉ trả lại cho bước đứng trước."), code="to", field="to")
    give_number_back(
        document, actor=actor, reason=_("văn bản bị trả lại: %(why)s") % {"why": one_line(reason)}
    )
    if here is not None:
        _mark(here, CheckState.RETURNED, actor, reason)
    for one in chain:
        if one.state in {CheckState.DONE, CheckState.WAITING} and (
            target is None or one.order > target.order
        ):
            _mark(one, CheckState.VOID if one.state == CheckState.DONE else CheckState.WAITING, actor, "")
    if target is not None:
        _again(document, chain, target)
        _advance(document, actor, said=reason)
    else:
        document.state, document.holding = (
            State.RETURNED,
            document.author.full_name if document.author else "",
        )
        tell([document.author_id], "outgoing.returned", _("bị trả lại: %(why)s") % {"why": one_line(reason)},
             document, actor=actor)  # fmt: skip
    _unsign(document)
    document.state_reason = one_line(reason)[:500]
    signed = ("signed_at", "signed_file", "issue_due_at")
    store(document, *NUMBER_FIELDS, *signed, "state", "holding", "state_reason")
    journal(document, "outgoing.sent_back", actor=actor, reason=reason, to=document.holding)
    return document


@transaction.atomic
def take_back(
    document_id: int, *, actor: Actor, reason: str, seen_version: int | None = None
) -> OutgoingDocument:
    """Take a draft out of the chain to change it; what was checked is asked anew for a changed version."""
    document = open_outgoing(
        document_id, Action.TAKE_BACK, actor=actor, seen_version=seen_version, reason=reason
    )
    give_number_back(
        document, actor=actor, reason=_("người soạn lấy lại: %(why)s") % {"why": one_line(reason)}
    )
    document.approvals.filter(state=CheckState.OPEN).update(state=CheckState.WAITING)
    document.state, document.holding = MOVES[Action.TAKE_BACK].target or State.DRAFT, ""
    document.state_reason = one_line(reason)[:500]
    store(document, *NUMBER_FIELDS, "state", "holding", "state_reason")
    journal(document, "outgoing.taken_back", actor=actor, reason=reason)
    return document


def held(document: OutgoingDocument, actor: Actor) -> Approval:
    """Return the open check of a locked document, which `actor` may give; raise StateRefused when not."""
    checks = document.approvals.filter(state=CheckState.OPEN)
    if actor.officer_id is not None:
        checks = open_checks(actor).filter(document=document)
    found = checks.first()
    if found is None:
        raise StateRefused(_("Bước này đang ở người khác."), code="not-holder")
    return found


def close_check(approval: Approval, version: DraftVersion, actor: Actor, note: str) -> None:
    """Write down that a check was given on a version."""
    approval.state, approval.version_no = CheckState.DONE, version.no
    approval.note, approval.done_at = clean(note), timezone.now()
    approval.done_by_id = actor.officer_id
    fitting(approval).save(update_fields=["state", "version_no", "note", "done_at", "done_by"])


def _open(document_id: int, actor: Actor) -> str:
    """Return the kind of the check whose turn it is; of what is not visible nothing is told."""
    seen = OutgoingDocument.objects.visible_to(actor).filter(pk=document_id)
    kinds = Approval.objects.filter(document__in=seen, state=CheckState.OPEN).values_list("kind", flat=True)
    return kinds.first() or Check.CONTENT


def _latest(document: OutgoingDocument) -> DraftVersion:
    version = document.versions.select_related("source__blob", "pdf__blob", "docx").order_by("-no").first()
    if version is None:
        raise StateRefused(_("Văn bản chưa có bản dự thảo nào."), code="no-version")
    return version


def _chain(document: OutgoingDocument) -> list[Approval]:
    last = document.approvals.order_by("-turn").values_list("turn", flat=True).first()
    return list(document.approvals.filter(turn=last or 0).order_by("order"))


def _lay_chain(document: OutgoingDocument, version: DraftVersion, turns: Sequence[Turn]) -> None:
    """Write the checks of a new turn; those given on this version in the last turn are carried over."""
    known = {check.value for check in Check}
    if any(turn.kind not in known or turn.kind == Check.SIGN for turn in turns):
        raise ActionRefused(_("Bước kiểm tra không hợp lệ."), code="check", field="turns")
    before = _chain(document)
    links = [Link(one.order, one.check_kind, CheckState(one.state), one.version_no) for one in before]
    good = {(before[n].kind, before[n].officer_id, before[n].unit_id): before[n]
            for n in range(len(still_good(links, version.no)))}  # fmt: skip
    document.approvals.filter(state__in=[CheckState.WAITING, CheckState.OPEN]).update(state=CheckState.VOID)
    no = before[0].turn + 1 if before else 1
    asked = sorted(turns, key=lambda turn: _ORDER.index(Check(turn.kind)))
    sign = Turn(Check.SIGN, officer_id=document.signer_id)
    rows: list[Approval] = []
    for order, turn in enumerate([*asked, sign], start=1):
        row = Approval(
            document=document, turn=no, order=order, kind=turn.kind, officer_id=turn.officer_id,
            unit_id=turn.unit_id,
        )  # fmt: skip
        earlier = good.get((turn.kind, turn.officer_id, turn.unit_id))
        if earlier is not None and all(one.state == CheckState.DONE for one in rows):
            row.state, row.version_no, row.note = CheckState.DONE, earlier.version_no, earlier.note
            row.done_at, row.done_by_id = earlier.done_at, earlier.done_by_id
        rows.append(row)
    Approval.objects.bulk_create(rows)
    for turn in [*asked, sign]:
        take_part(document, unit_id=turn.unit_id, officer_id=turn.officer_id)


def _advance(document: OutgoingDocument, actor: Actor, said: str = "") -> None:
    """Open the check whose turn it is, and set where the document stands."""
    turn = next((one for one in _chain(document) if one.state == CheckState.WAITING), None)
    if turn is None:
        return
    turn.state, turn.opened_at = CheckState.OPEN, timezone.now()
    turn.save(update_fields=["state", "opened_at"])
    document.state, document.state_reason = STATE_OF[turn.check_kind], ""
    document.holding = _who(turn)
    tell_turn(document, turn, actor=actor, said=said)


def _who(turn: Approval) -> str:
    if turn.officer_id and turn.officer:
        return turn.officer.full_name
    if turn.unit_id and turn.unit:
        return turn.unit.name
    return _("Văn thư") if turn.kind == Check.FORM else CHECK_NAMES[turn.check_kind]


def _mark(approval: Approval, state: CheckState, actor: Actor, note: str) -> None:
    approval.state = state
    if state == CheckState.RETURNED:
        approval.note, approval.done_at, approval.done_by_id = (
            clean(note)[:1000],
            timezone.now(),
            actor.officer_id,
        )
    approval.save(update_fields=["state", "note", "done_at", "done_by"])


def _again(document: OutgoingDocument, chain: Sequence[Approval], target: Approval) -> None:
    """Begin a new turn of the chain at an earlier check; what stands before it stays given."""
    rows = []
    for one in chain:
        row = Approval(
            document=document, turn=one.turn + 1, order=one.order, kind=one.kind, officer_id=one.officer_id,
            unit_id=one.unit_id,
        )  # fmt: skip
        if one.order < target.order and one.state == CheckState.DONE:
            row.state, row.version_no, row.note = CheckState.DONE, one.version_no, one.note
            row.done_at, row.done_by_id = one.done_at, one.done_by_id
        rows.append(row)
    document.approvals.filter(state__in=[CheckState.WAITING, CheckState.OPEN]).update(state=CheckState.VOID)
    Approval.objects.bulk_create(rows)


def _unsign(document: OutgoingDocument) -> None:
    document.signed_at = document.signed_file = document.issue_due_at = None
