"""Switchable misbehaviour of the axis as a conformance double: which fault, where, how often."""

import re
from dataclasses import dataclass

KNOWN = {
    "wrong-hmac": "từ chối mọi chữ ký (15)",
    "unknown-recipient": "nói nơi nhận không có trên trục (18)",
    "locked": "nói nơi nhận đang bị khóa (23)",
    "busy": "nói lỗi của trục, gửi lại sau (20)",
    "duplicate-docid": "sendEdoc trả mã của gói trước",
    "slow": "chờ số giây cho trước rồi mới làm",
    "cut-before": "ngắt kết nối, không làm gì",
    "cut-after": "làm xong rồi ngắt kết nối",
    "http-500": "trả HTTP 500, không làm gì",
    "http-500-after": "làm xong rồi trả HTTP 500",
    "empty": "trả thân rỗng, không làm gì",
    "html": "trả trang HTML, không làm gì",
    "truncated": "làm xong, cắt cụt câu trả lời",
    "acked-list": "danh sách gồm cả gói đã xác nhận",
    "disorder": "danh sách không theo thứ tự",
    "skew": "giờ trong danh sách lệch số giây cho trước",
    "agencies": "danh mục có thêm từng ấy cơ quan",
}
_FORM = re.compile(
    r"^(?P<name>[a-z0-9-]+)(@(?P<operation>\w+))?(=(?P<value>-?\d+(\.\d+)?))?(~(?P<percent>\d+))?$"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One misbehaviour.

    Args:
        name: one of KNOWN.
        operation: where, in lower case; "" for everywhere.
        value: seconds, or how many.
        percent: of the calls.
    """

    name: str
    operation: str = ""
    value: float = 0
    percent: int = 100

    def meets(self, operation: str, throw: float) -> bool:
        """Tell whether it strikes this call; `throw` is a random number from 0 to 1."""
        return self.operation in ("", operation.casefold()) and throw * 100 < self.percent


def parse(text: str) -> Fault:
    """Return the fault that NAME[@OPERATION][=VALUE][~PERCENT] means; raise ValueError with a sentence."""
    match = _FORM.match(text.strip())
    if match is None or match["name"] not in KNOWN:
        raise ValueError(f"Không có lỗi giả lập “{text}”. Có: {', '.join(KNOWN)}.")
    return Fault(
        match["name"],
        (match["operation"] or "").casefold(),
        float(match["value"] or 0),
        int(match["percent"] or 100),
    )
