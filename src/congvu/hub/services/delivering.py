"""Handing packages to their recipients: fetched, acknowledged, or told to be unreadable."""

from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from congvu.hub.models import HubDelivery, HubMessage
from congvu.hub.queries import own_deliveries, readable
from congvu.hub.rules import answers
from congvu.hub.rules.answers import Fail
from congvu.hub.services import disk
from congvu.hub.services.guarding import Caller
from congvu.hub.states import SETTABLE, State, follows


def fetch(caller: Caller) -> tuple[HubMessage, BinaryIO]:
    """Return a message that the caller received (or sent) with its bytes, and note that it was fetched."""
    doc_id = _doc_id(caller)
    message = readable(caller.credential, doc_id)
    if message is None:
        raise Fail(answers.NOT_FOUND, f"Không có gói {doc_id} trong hộp của hệ thống gọi.")
    try:
        stream = disk.open_bytes(message.sha256)
    except FileNotFoundError:
        what = "đã xóa theo thời hạn lưu" if message.purged_at else "tạm thời không đọc được"
        raise Fail(
            answers.NOT_FOUND if message.purged_at else answers.BROKEN, f"Gói {doc_id} {what}."
        ) from None
    own_deliveries(caller.credential, doc_id).filter(fetched_at__isnull=True).update(
        fetched_at=timezone.now()
    )
    return message, stream


@transaction.atomic
def update_status(caller: Caller, note: str = "") -> None:
    """Set the state of the caller's copy: processing, done or fail; the same again changes nothing."""
    doc_id, word = _doc_id(caller), caller.get("status").casefold()
    if word not in {state.value for state in SETTABLE}:
        raise Fail(answers.MISSING, "status phải là processing, done hoặc fail.")
    rows = list(own_deliveries(caller.credential, doc_id).select_for_update(of=("self",)))
    if not rows:
        raise Fail(answers.NOT_FOUND, f"Không có gói {doc_id} trong hộp của hệ thống gọi.")
    for row in rows:
        _set(row, State(word), note)


def _set(row: HubDelivery, wanted: State, note: str) -> None:
    after = follows(State(row.state), wanted)
    if after is None:
        raise Fail(answers.WRONG_STATE, f"Gói {row.doc_id} đã xác nhận done, không đổi thành {wanted} được.")
    if after == row.state:
        return
    row.state, row.updated_at = after, timezone.now()
    row.note = note[:500] if after is State.FAIL else ""
    row.save(update_fields=["state", "updated_at", "note"])


def _doc_id(caller: Caller) -> str:
    doc_id = caller.get("docid")
    if not doc_id:
        raise Fail(answers.MISSING, "Thiếu tham số docId.")
    return doc_id
