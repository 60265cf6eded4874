"""Handing the result over: at the counter, by post, or electronically."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.common.errors import ActionRefused
from congvu.common.text import clean, one_line
from congvu.directory.messages import Actor
from congvu.dossiers.models import Dossier, FeeLine, Result
from congvu.dossiers.services.access import journal, open_dossier, store
from congvu.dossiers.services.filing import file_away
from congvu.dossiers.services.fitting import fitting
from congvu.dossiers.states import Action, DeliveryState, PaymentState, ResultState, State, StepState

WAYS = {
    "counter": gettext_lazy("tại quầy"),
    "post": gettext_lazy("qua bưu chính"),
    "online": gettext_lazy("bản điện tử"),
}


@transaction.atomic
def return_result(
    dossier_id: int,
    *,
    actor: Actor,
    way: str,
    receiver: str = "",
    reference: str = "",
    seen_version: int | None = None,
) -> Dossier:
    """Return the result to the applicant; at the counter the receiver confirms by name.

    Args:
        way: "counter", "post" or "online".
        receiver: who took it, at the counter.
        reference: postal number, or address that it was sent to.

    Raises:
        ActionRefused: no receiver or reference, or money is still due.

    Legal source: NĐ 118/2025/NĐ-CP Điều 22 (trả kết quả).
    """
    dossier = open_dossier(dossier_id, Action.RETURN_RESULT, actor=actor, seen_version=seen_version)
    if way not in WAYS:
        raise ActionRefused(_("Hãy chọn cách trả kết quả."), code="way", field="way")
    if way == "counter" and not clean(receiver):
        raise ActionRefused(_("Hãy ghi họ tên người nhận kết quả."), code="receiver", field="receiver")
    if way == "post" and not clean(reference):
        raise ActionRefused(_("Hãy ghi số hiệu bưu gửi."), code="reference", field="reference")
    if dossier.payment_state == PaymentState.DUE:
        raise ActionRefused(
            _("Hồ sơ còn khoản phí, lệ phí chưa nộp. Hãy thu trước khi trả kết quả."), code="unpaid"
        )
    return give_result(dossier, actor=actor, way=way, said=str(WAYS[way]), receiver=receiver or reference)


def give_result(dossier: Dossier, *, actor: Actor, way: str, said: str, receiver: str) -> Dossier:
    """End a locked dossier whose result goes to whoever gets it.

    Args:
        way: kept with the result.
        said: the way in words.
        receiver: who took it.
    """
    now, taken_by = timezone.now(), fitting(Result(delivered_to=one_line(receiver))).delivered_to
    dossier.results.filter(state=ResultState.ISSUED).update(
        delivered_to=taken_by, delivered_by=way, delivered_at=now
    )
    dossier.steps.filter(state=StepState.OPEN).update(
        state=StepState.DONE, done_at=now, done_by=actor.officer_id
    )
    dossier.state = State.RETURNED
    dossier.returned_at = now
    dossier.delivery_state = DeliveryState.SENT if way == "post" else DeliveryState.DELIVERED
    dossier.marking = []
    dossier.holding = ""
    store(dossier, "state", "returned_at", "delivery_state", "marking", "holding")
    journal(dossier, "dossier.returned", actor=actor, way=said, receiver=taken_by)
    file_away(dossier, actor=actor)
    return dossier


@transaction.atomic
def collect_fees(
    dossier_id: int, *, actor: Actor, receipt_no: str, seen_version: int | None = None
) -> Dossier:
    """Record that the fees due were paid at the counter."""
    dossier = open_dossier(dossier_id, Action.NOTE, actor=actor, seen_version=seen_version)
    if dossier.payment_state != PaymentState.DUE:
        raise ActionRefused(_("Hồ sơ không còn khoản nào phải nộp."), code="nothing-due")
    receipt = receipt_number(receipt_no)
    dossier.fees.filter(paid_at__isnull=True, exempt_reason="").update(
        paid_at=timezone.now(), receipt_no=receipt
    )
    dossier.payment_state = PaymentState.PAID
    store(dossier, "payment_state")
    journal(dossier, "dossier.paid", actor=actor, receipt=receipt)
    return dossier


def receipt_number(text: str) -> str:
    """Return the number of a receipt as it is kept; refuse none, and one that is too long."""
    if not clean(text):
        raise ActionRefused(_("Hãy nhập số biên lai, chứng từ nộp tiền."), code="receipt", field="receipt_no")
    return fitting(FeeLine(receipt_no=one_line(text))).receipt_no
