"""Asking the applicant for more: at reception, at appraisal, or for money; and what follows."""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.calendars import rules as clock
from congvu.calendars.queries import legal_rules, schedule_for
from congvu.common.errors import ActionRefused, StateRefused
from congvu.common.text import clean
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, SupplementRequest
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.clock import pause_clock, recompute, resume_clock, retime_steps
from congvu.dossiers.services.filing import file_away
from congvu.dossiers.services.fitting import fitting
from congvu.dossiers.services.progress import finish_step, open_step
from congvu.dossiers.services.returning import receipt_number
from congvu.dossiers.services.stopping import end_work
from congvu.dossiers.services.telling import mail_supplement
from congvu.dossiers.states import Action, PaymentState, State
from congvu.procedures.queries import frozen


@transaction.atomic
def guide_applicant(
    dossier_id: int,
    *,
    actor: Actor,
    items: list[str],
    reason: str,
    legal_basis: str = "",
    seen_version: int | None = None,
) -> SupplementRequest:
    """Ask for completion before the dossier is accepted (form 02): no clock runs yet.

    Args:
        items: papers or contents to complete, once, complete and specific.
        reason: why.

    Legal source: within 8 working hours online, 1 working day otherwise (NĐ 118/2025/NĐ-CP Điều 16, 17).
    """
    dossier = open_dossier(dossier_id, Action.GUIDE, actor=actor, seen_version=seen_version, reason=reason)
    dossier.state = State.INCOMPLETE
    request = _request(dossier, SupplementRequest.Stage.RECEPTION, items, reason, legal_basis, actor)
    store(dossier, "state")
    mail_supplement(dossier, request)
    journal(dossier, "dossier.guided", actor=actor, reason=reason, items=request.items)
    return request


@transaction.atomic
def request_supplement(
    dossier_id: int,
    *,
    actor: Actor,
    items: list[str],
    reason: str,
    legal_basis: str = "",
    approved_by: int | None = None,
    seen_version: int | None = None,
) -> SupplementRequest:
    """Ask for supplement after acceptance (form 02): the clock stops, or will start anew.

    Whether it pauses or restarts is what the procedure's case says for the channel; stage, legal basis and
    approver are kept with every request, since sector rules differ on how many are allowed.

    Args:
        items: papers or contents to supplement.
        reason: why; printed on the form.
        legal_basis: the rule that allows the request.
        approved_by: the officer who approved it, where the agency wants that.

    Legal source: NĐ 61/2018/NĐ-CP Điều 19.4 and sector laws, carried on by NĐ 118/2025/NĐ-CP.
    """
    dossier = open_dossier(
        dossier_id, Action.SUPPLEMENT, actor=actor, seen_version=seen_version, reason=reason
    )
    _require_basis(dossier, legal_basis)
    limit = frozen(dossier.procedure_version_id).case(dossier.case_id).time(dossier.channel)
    pause = pause_clock(
        dossier,
        kind=limit.on_supplement if limit else "pause",
        reason=_("Chờ bổ sung hồ sơ: %(reason)s") % {"reason": clean(reason)},
        legal_basis=clean(legal_basis),
    )
    dossier.state = State.SUPPLEMENT
    request = _request(dossier, SupplementRequest.Stage.APPRAISAL, items, reason, legal_basis, actor)
    request.pause = pause
    request.approved_by_id = approved_by
    request.save(update_fields=["pause", "approved_by"])
    store(dossier, "state", "due_at", "paused_at")
    mail_supplement(dossier, request)
    journal(
        dossier,
        "dossier.supplement_requested",
        actor=actor,
        reason=reason,
        items=request.items,
        clock=pause.kind,
        legal_basis=clean(legal_basis),
    )
    return request


@transaction.atomic
def resume_dossier(
    dossier_id: int, *, actor: Actor, note: str = "", seen_version: int | None = None
) -> Dossier:
    """Take in what was asked for: the clock runs on (or starts anew) from now."""
    dossier = open_dossier(dossier_id, Action.RESUME, actor=actor, seen_version=seen_version)
    now = timezone.now()
    _waiting(dossier).update(answered_at=now)
    resume_clock(dossier, at=now)
    dossier.state = State.PROCESSING
    store(dossier, "state", "due_at", "paused_at")
    journal(dossier, "dossier.resumed", actor=actor, reason=note, due=_text(dossier.due_at))
    return dossier


@transaction.atomic
def undo_supplement(
    dossier_id: int, *, actor: Actor, reason: str, seen_version: int | None = None
) -> Dossier:
    """Take back a supplement request made in error: its pause never counts, whatever time it took."""
    dossier = open_dossier(
        dossier_id, Action.UNDO_SUPPLEMENT, actor=actor, seen_version=seen_version, reason=reason
    )
    _waiting(dossier).update(cancelled_at=timezone.now(), pause=None)
    dossier.pauses.filter(ends_at__isnull=True).delete()
    recompute(dossier)
    retime_steps(dossier)
    dossier.state = State.PROCESSING
    store(dossier, "state", "due_at", "paused_at")
    journal(dossier, "dossier.supplement_cancelled", actor=actor, reason=reason)
    return dossier


@transaction.atomic
def confirm_payment(
    dossier_id: int, key: str, *, actor: Actor, receipt_no: str, seen_version: int | None = None
) -> Dossier:
    """Confirm that the financial duty is fulfilled: the clock runs on and the waiting step is done."""
    dossier = open_dossier(dossier_id, Action.CONFIRM_PAYMENT, actor=actor, seen_version=seen_version)
    step = open_step(dossier, key, actor=actor)
    now, receipt = timezone.now(), receipt_number(receipt_no)
    resume_clock(dossier, at=now)
    dossier.state = State.PROCESSING
    dossier.payment_state = PaymentState.PAID
    dossier.fees.filter(paid_at__isnull=True, exempt_reason="").update(paid_at=now, receipt_no=receipt)
    store(dossier, "state", "payment_state", "due_at", "paused_at")
    journal(dossier, "dossier.paid", actor=actor, receipt=receipt)
    finish_step(dossier, step, actor=actor)
    return dossier


@transaction.atomic
def close_unanswered(dossier_id: int, *, actor: Actor) -> Dossier:
    """Close a dossier whose supplement did not come in the time that the law gives (a worker's job).

    Raises:
        StateRefused: the time is not over yet, or the applicant answered.
    """
    dossier = open_dossier(dossier_id, Action.AUTO_CLOSE, actor=actor)
    request = _waiting(dossier).order_by("-id").first()
    now = timezone.now()
    if request is None or request.close_at is None or now < request.close_at:
        raise StateRefused(_("Chưa hết thời hạn bổ sung hồ sơ."), code="not-yet")
    dossier.state = State.CLOSED
    dossier.finished_at = now
    end_work(dossier)
    store(dossier, "state", "finished_at", "marking", "holding", "due_at", "paused_at")
    journal(
        dossier,
        "dossier.closed",
        actor=actor,
        reason=_("Không bổ sung hồ sơ trước %(at)s") % {"at": _text(request.close_at)},
    )
    file_away(dossier, actor=actor)
    return dossier


def _require_basis(dossier: Dossier, legal_basis: str) -> None:
    """Refuse a further request without the rule that allows it: completion is asked for once, and completely.

    Legal source: NĐ 61/2018/NĐ-CP Điều 15–17, 19.4, carried on by NĐ 118/2025/NĐ-CP; sector laws allow more.
    """
    asked = dossier.supplements.filter(stage=SupplementRequest.Stage.APPRAISAL, cancelled_at__isnull=True)
    if not clean(legal_basis) and asked.exists():
        raise ActionRefused(
            _("Hồ sơ đã được yêu cầu bổ sung một lần; yêu cầu thêm phải ghi căn cứ pháp lý cho phép."),
            code="legal_basis",
            field="legal_basis",
        )


def _waiting(dossier: Dossier) -> models.QuerySet[SupplementRequest]:
    return dossier.supplements.filter(answered_at__isnull=True, cancelled_at__isnull=True)


def _request(
    dossier: Dossier, stage: str, items: list[str], reason: str, legal_basis: str, actor: Actor
) -> SupplementRequest:
    cleaned = [clean(item) for item in items if clean(item)]
    if not cleaned:
        raise ActionRefused(
            _("Hãy ghi ít nhất một nội dung cần bổ sung, hoàn thiện."), code="items", field="items"
        )
    now = timezone.now()
    request = SupplementRequest(
        dossier=dossier,
        stage=stage,
        items=cleaned,
        reason=clean(reason),
        legal_basis=clean(legal_basis),
        requested_by_id=actor.officer_id,
        requested_at=now,
        close_at=_close_at(dossier, now),
    )
    fitting(request).save(force_insert=True)
    return request


def _close_at(dossier: Dossier, now: datetime) -> datetime | None:
    rules_then = legal_rules(dossier.rules_on or timezone.localdate(now))
    return clock.auto_close_at(now, schedule_for(dossier.competent_agency_id), rules_then)


def _text(moment: datetime | None) -> str:
    return timezone.localtime(moment).strftime("%H:%M %d/%m/%Y") if moment else ""
