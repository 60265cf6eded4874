"""What officers do about stages, at the system that handed one over and at the one that works on it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.directory.permissions import demand
from congvu.dossiers.messages import StageResult
from congvu.dossiers.models import Dossier, SupplementRequest
from congvu.dossiers.queries.locking import locked
from congvu.dossiers.services import request_supplement
from congvu.dossiers.services.copies import end_copy, return_copy, wait_for_applicant
from congvu.dossiers.services.linked import hand_out_step, stage_step, take_result
from congvu.dossiers.states import RUNNING, State
from congvu.interchange.models import LinkedDossier, LinkMessage
from congvu.interchange.rules.linking import OPEN, Kind, Side, Stage
from congvu.interchange.services.linking.contents import clock_of, outcome_of
from congvu.interchange.services.linking.saying import say
from congvu.interchange.services.linking.watching import supplement_given


@transaction.atomic
def hand_over(
    dossier_id: int, key: str, *, actor: Actor, code: str, reason: str, seen_version: int | None = None
) -> LinkedDossier:
    """Hand the open step in the actor's hands to an agency that works on another system.

    Args:
        key: the step.
        code: the agency's code on the interchange.
        reason: what is asked of it.

    Raises:
        PermissionDenied: dossier.handover is missing.
        ActionRefused: nothing leads to the code; no reason; a restricted dossier.
    """
    step = hand_out_step(dossier_id, key, actor=actor, code=code, reason=reason, seen_version=seen_version)
    return LinkedDossier.objects.get(step=step, state=Stage.OFFERED)


@transaction.atomic
def accept_stage(link_id: int, *, actor: Actor) -> LinkMessage:
    """Accept a stage that was handed over here; beginning to work on it does the same by itself."""
    link = opened(link_id, Side.RECEIVER, "dossier.accept", actor)
    return say(link, Kind.ACCEPTED, actor=actor)


@transaction.atomic
def refuse_stage(link_id: int, *, actor: Actor, reason: str) -> LinkMessage:
    """Give a stage back to where it came from, with the reason; the copy here ends."""
    link = opened(link_id, Side.RECEIVER, "dossier.refuse", actor)
    words = _reason(reason, _("Hãy ghi rõ lý do trả lại."))
    row = say(link, Kind.REFUSED, actor=actor, text=words)
    end_copy(link.dossier, State.REFUSED, actor=actor, reason=words)
    return row


@transaction.atomic
def ask_supplement(
    link_id: int, *, actor: Actor, items: Iterable[str], reason: str, legal_basis: str = ""
) -> LinkMessage:
    """Ask, through the one-stop shop that received the dossier, for what the applicant is to supplement.

    The copy waits; whether and how long the clock stands still is the origin's to say.

    Legal source: NĐ 61/2018/NĐ-CP Điều 19.4: through the one-stop shop, completely and at once.
    """
    link = opened(link_id, Side.RECEIVER, "dossier.supplement", actor)
    wanted = [clean(one) for one in items if clean(one)]
    if not wanted:
        raise ActionRefused(_("Hãy ghi ít nhất một nội dung cần bổ sung."), code="items", field="items")
    words = _reason(reason, _("Hãy ghi rõ lý do cần bổ sung."))
    row = say(link, Kind.SUPPLEMENT_REQUEST, actor=actor, text=words, items=wanted, legal_basis=legal_basis)
    wait_for_applicant(link.dossier)
    link.asked = {"items": wanted, "text": words, "legal_basis": clean(legal_basis), "by": row.by}
    link.save(update_fields=["asked"])
    return row


@transaction.atomic
def report_progress(link_id: int, *, actor: Actor, text: str) -> LinkMessage:
    """Tell the system that received the dossier how far the work is."""
    link = opened(link_id, Side.RECEIVER, "dossier.work", actor)
    words = _reason(text, _("Hãy ghi tiến độ giải quyết."))
    return say(link, Kind.PROGRESS, actor=actor, text=words)


@transaction.atomic
def send_result(link_id: int, *, actor: Actor, note: str = "") -> LinkMessage:
    """Send the result of a stage, with its files, back to the system that received the dossier.

    Raises:
        StateRefused: the work here is not done yet.

    Legal source: NĐ 61/2018/NĐ-CP Điều 19.7: the result goes back to the receiving one-stop shop.
    """
    link = opened(link_id, Side.RECEIVER, "dossier.return", actor)
    if link.dossier.state != State.DONE:
        raise StateRefused(_("Hồ sơ ở đây chưa xử lý xong nên chưa có kết quả để gửi."), code="not-done")
    outcome, files = outcome_of(link.dossier, note)
    row = say(link, Kind.RESULT, actor=actor, text=note, outcome=outcome, files=files)
    return_copy(link.dossier_id, actor=actor, to=link.partner_name or link.partner_code)
    return row


@transaction.atomic
def relay_supplement(
    link_id: int,
    *,
    actor: Actor,
    items: Iterable[str] = (),
    reason: str = "",
    legal_basis: str = "",
    seen_version: int | None = None,
) -> SupplementRequest:
    """Ask the applicant for what the other system wants: form 02 is issued here, and the clock stands still.

    Args:
        items, reason, legal_basis: instead of what that system wrote.
    """
    link = opened(link_id, Side.ORIGIN, "dossier.supplement", actor)
    if link.state != Stage.ASKED:
        raise StateRefused(_("Không có đề nghị bổ sung nào đang chờ."), code="not-asked")
    asked = link.asked
    return request_supplement(
        link.dossier_id,
        actor=actor,
        items=[one for one in items if clean(one)] or list(asked.get("items", [])),
        reason=clean(reason) or str(asked.get("text", "")),
        legal_basis=clean(legal_basis) or str(asked.get("legal_basis", "")),
        seen_version=seen_version,
    )


@transaction.atomic
def answer_supplement(link_id: int, *, actor: Actor, text: str) -> LinkedDossier:
    """Answer a request for supplement without asking the applicant: what is there is sent, with words."""
    link = opened(link_id, Side.ORIGIN, "dossier.supplement", actor)
    if State(link.dossier.state) not in RUNNING:
        raise StateRefused(
            _("Đang chờ công dân bổ sung; khi nhận đủ, phần bổ sung tự được gửi đi."), code="waiting"
        )
    words = _reason(text, _("Hãy ghi nội dung trả lời."))
    step = stage_step(link.dossier, link.step_id)
    supplement_given(link, link.dossier, clock_of(link.dossier, step), actor, words)
    return link


@transaction.atomic
def ask_back(link_id: int, *, actor: Actor, reason: str) -> LinkMessage:
    """Ask for a stage back that was handed over by mistake; it returns at once where nobody began with it."""
    link = opened(link_id, Side.ORIGIN, "dossier.handover", actor)
    return say(link, Kind.RECALL, actor=actor, text=_reason(reason, _("Hãy ghi rõ lý do.")))


@transaction.atomic
def settle_by_hand(
    link_id: int, *, actor: Actor, name: str, notation: str = "", text: str = "", positive: bool = True
) -> LinkedDossier:
    """Record what an agency answered whose system only knows documents: the stage comes back with it.

    Args:
        name: of the paper that it issued, or what it did.
        notation: number and notation as on its document.
        text: the gist of it.
        positive: whether what was applied for is granted.

    Raises:
        StateRefused: the other system speaks about the stage itself, so that only it may.
    """
    link = opened(link_id, Side.ORIGIN, "dossier.handover", actor)
    if link.received or Stage(link.state) not in OPEN:
        raise StateRefused(
            _("Hệ thống bên kia tự báo kết quả của phần việc này."), code="machine", field="name"
        )
    title = _reason(name, _("Hãy ghi tên văn bản kết quả."))
    step = stage_step(link.dossier, link.step_id)
    if step is None:
        raise StateRefused(_("Phần việc này đã kết thúc."), code="stage")
    files = link.answer.files.order_by("pk").values_list("file_id", flat=True) if link.answer else ()
    link.state, link.closed_at, link.note = Stage.RETURNED, timezone.now(), clean(text)[:1000]
    link.save(update_fields=["state", "closed_at", "note"])
    result = StageResult(
        name=title[:300], positive=positive, content=clean(text), notation=clean(notation)[:60],
        file_ids=tuple(files),
    )  # fmt: skip
    take_result(link.dossier, step, result, link.before, actor=actor)
    return link


def opened(link_id: int, side: Side, capability: str, actor: Actor) -> LinkedDossier:
    """Lock a stage of the actor's agency and its dossier, for an act of one side.

    Raises:
        PermissionDenied: the capability is missing.
        LinkedDossier.DoesNotExist: not there, another agency's, or of a dossier that the actor may not see.
    """
    demand(actor, capability)
    found = LinkedDossier.objects.filter(pk=link_id, side=side, agency_id=actor.agency_id).first()
    if found is None:
        raise LinkedDossier.DoesNotExist(link_id)
    try:
        dossier = locked(found.dossier_id, actor)
    except Dossier.DoesNotExist:
        raise LinkedDossier.DoesNotExist(link_id) from None
    link = LinkedDossier.objects.select_for_update(of=("self",)).get(pk=link_id)
    link.dossier = dossier
    return link


def _reason(text: str, missing: str) -> str:
    words = clean(text)
    if not words:
        raise ActionRefused(missing, code="reason", field="reason")
    return words
