"""Switchable misbehaviour of the double, in the words that the axis's double uses too."""

import random
import re
from dataclasses import dataclass

KNOWN = {
    "http-500": "trả HTTP 500, không làm gì",
    "http-500-after": "làm xong rồi trả HTTP 500",
    "cut-before": "ngắt kết nối, không làm gì",
    "cut-after": "làm xong rồi ngắt kết nối",
    "slow": "chờ số giây cho trước rồi mới làm",
    "empty": "trả thân rỗng, không làm gì",
    "html": "trả trang HTML, không làm gì",
    "truncated": "làm xong, cắt cụt câu trả lời",
    "busy": "nói bận, gửi lại sau (mã 99)",
    "refuse": "từ chối, không nêu lý do (mã -5)",
    "expire": "coi mọi phiên, token là hết hạn một lần",
    "disorder": "danh sách chờ không theo thứ tự",
    "repeat": "danh sách chờ có cả thông điệp đã xác nhận",
    "bad-file": "tệp tải về bị hỏng",
}
_FORM = re.compile(
    r"^(?P<name>[a-z0-9-]+)(@(?P<where>[\w-]+))?(=(?P<value>\d+(\.\d+)?))?(~(?P<percent>\d+))?$"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One misbehaviour: its name, where ("" = everywhere), seconds, percent of the calls."""

    name: str
    where: str = ""
    value: float = 0
    percent: int = 100


def parse(text: str) -> Fault:
    """Return the fault that NAME[@SERVICE][=VALUE][~PERCENT] means; raise ValueError with a sentence."""
    match = _FORM.match(text.strip())
    if match is None or match["name"] not in KNOWN:
        raise ValueError(f"Không có lỗi giả lập “{text}”. Có: {', '.join(KNOWN)}.")
    where = (match["where"] or "").casefold()
    return Fault(match["name"], where, float(match["value"] or 0), int(match["percent"] or 100))


class Faults:
    """Those that are switched on."""

    def __init__(self, texts: list[str]) -> None:
        self.texts: list[str] = []
        self._known: list[Fault] = []
        self._chance = random.Random(20261125)  # noqa: S311 — a double that can be run again
        self.switch(texts)

    def switch(self, texts: list[str]) -> None:
        """Have exactly these from now on."""
        self._known = [parse(text) for text in texts]
        self.texts = list(texts)

    def meet(self, where: str) -> dict[str, Fault]:
        """Return the faults that strike this call, by name."""
        struck = {}
        for one in self._known:
            if one.where in ("", where.casefold()) and self._chance.random() * 100 < one.percent:
                struck[one.name] = one
        return struck
