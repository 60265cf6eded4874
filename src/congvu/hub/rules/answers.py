"""The answer envelope of the protocol, and the error codes of this axis."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# The official list was never published. 10, 15 and 18 to 23 are those of provincial platforms; 11 to 17, 24
# and 29 are ours. 20, 21 and 29 may go better when the same is sent again.
BAD_FILE, MISSING, UNKNOWN_OPERATION, NOT_FOUND = "10", "11", "12", "14"
NOT_PROVED, NOT_YOURS, CLOSED = "15", "16", "17"
NO_RECIPIENT, NO_SENDER, BROKEN, DAMAGED, NOT_EDXML, LOCKED = "18", "19", "20", "21", "22", "23"
WRONG_STATE, TOO_OFTEN = "24", "29"
MEANINGS = {
    "0": "thành công",
    BAD_FILE: "gói rỗng hoặc quá lớn",
    MISSING: "thiếu hoặc sai tham số",
    UNKNOWN_OPERATION: "không có lệnh này",
    NOT_FOUND: "không có gói này trong hộp của hệ thống gọi",
    NOT_PROVED: "sai systemid, secret hoặc chữ ký HMAC",
    NOT_YOURS: "hệ thống gọi không đại diện cho cơ quan đó",
    CLOSED: "tài khoản kết nối đã ngừng",
    NO_RECIPIENT: "nơi nhận không có trên trục",
    NO_SENDER: "nơi gửi chưa đăng ký trên trục",
    BROKEN: "lỗi của trục, hãy gửi lại sau",
    DAMAGED: "hash-file không khớp với gói nhận được, hãy gửi lại",
    NOT_EDXML: "gói không đúng edXML, không biết gửi cho ai",
    LOCKED: "nơi gửi hoặc nơi nhận đang bị khóa",
    WRONG_STATE: "trạng thái của gói không cho phép",
    TOO_OFTEN: "gọi quá nhiều, hãy chờ rồi gọi lại",
}


class Fail(Exception):  # noqa: N818 — a refusal, not a fault
    """A refusal in the words of the protocol."""

    def __init__(self, code: str, told: str, status: int = 200) -> None:
        super().__init__(told)
        self.code, self.told, self.status = code, told, status


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers beside status OK: members at the top level of the envelope."""

    members: Mapping[str, Any]
    told: str = ""


def ok(members: Mapping[str, Any], told: str = "") -> bytes:
    """Return the envelope of a success."""
    return _json({"status": "OK", "ErrorCode": "0", "ErrorDesc": told, **members})


def fail(code: str, told: str) -> bytes:
    """Return the envelope of a refusal."""
    return _json({"status": "FAIL", "ErrorCode": code, "ErrorDesc": told})


def around(member: str) -> tuple[bytes, bytes]:
    """Return what stands before and after the text or list of one member, for answers that stream."""
    whole = _json({"status": "OK", "ErrorCode": "0", "ErrorDesc": "", member: 0})
    return whole[:-2], b"}"


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
