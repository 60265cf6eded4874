"""Ours against theirs: each difference found and explained in a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from congvu.national.messages import RemoteDossier
from congvu.national.rules.status import named
from congvu.national.rules.values import ZONE

ONLY_OURS, ONLY_THEIRS, STATUS, DUE, PROCEDURE = "only_ours", "only_theirs", "status", "due", "procedure"
KIND_NAMES = {
    ONLY_OURS: "Chỉ bên này có",
    ONLY_THEIRS: "Chỉ phía quốc gia có",
    STATUS: "Khác trạng thái",
    DUE: "Khác hạn trả",
    PROCEDURE: "Khác thủ tục",
}
_CLOSE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Ours:
    """A dossier of ours as the comparison needs it.

    Args:
        status: the national code of its present state.
        sent_status: what the national side was last told, "" = nothing.
        left_out: why it is never told, "" = it is.
        waiting: how many changes wait to be sent.
        error: why the last attempt failed.
    """

    pk: int
    code: str
    procedure: str
    status: str
    due_at: datetime | None
    sent_status: str = ""
    sent_at: datetime | None = None
    left_out: str = ""
    waiting: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of the report."""

    kind: str
    code: str
    ours: str
    theirs: str
    why: str
    pk: int = 0

    def row(self) -> dict[str, str | int]:
        """Return it as it is kept."""
        return asdict(self)


def compare(
    ours: Iterable[Ours], theirs: Iterable[RemoteDossier], came: Mapping[str, str]
) -> tuple[int, list[Difference]]:
    """Return how many agree, and the differences, ordered by code.

    Args:
        came: by code, what became of messages from the portal, in words.
    """
    mine, remote = {one.code: one for one in ours}, {one.code: one for one in theirs}
    found: list[Difference] = []
    same = 0
    for code in sorted({*mine, *remote}):
        lines = list(_lines(mine.get(code), remote.get(code), came.get(code, "")))
        same += not lines
        found += lines
    return same, found


def _lines(ours: Ours | None, theirs: RemoteDossier | None, came: str) -> Iterable[Difference]:
    if ours is None and theirs is not None:
        why = came or (
            "Ở đây chưa từng nhận hồ sơ này: có thể lập trên hệ thống khác hoặc tiếp nhận thay trên Cổng."
        )
        yield Difference(ONLY_THEIRS, theirs.code, "–", named(theirs.status), why)
    elif ours is not None and theirs is None:
        yield Difference(ONLY_OURS, ours.code, named(ours.status), "–", _missing(ours), ours.pk)
    elif ours is not None and theirs is not None:
        yield from _unlike(ours, theirs)


def _missing(ours: Ours) -> str:
    if ours.left_out:
        return ours.left_out
    if ours.waiting or ours.error:
        return _queue(ours)
    if ours.sent_at:
        return f"Đã gửi lúc {_at(ours.sent_at)} nhưng phía quốc gia không có: hãy cho đồng bộ lại."
    return "Chưa được đưa vào hàng gửi; sẽ tự gửi trong một phút khi kết nối bật."


def _unlike(ours: Ours, theirs: RemoteDossier) -> Iterable[Difference]:
    if ours.status != theirs.status:
        yield Difference(
            STATUS, ours.code, named(ours.status), named(theirs.status), _status(ours, theirs), ours.pk
        )
    if theirs.procedure and ours.procedure != theirs.procedure[: len(ours.procedure)]:
        why = "Mã thủ tục hai bên khác nhau: kiểm tra lại thủ tục đã chọn khi tiếp nhận."
        yield Difference(PROCEDURE, ours.code, ours.procedure, theirs.procedure, why, ours.pk)
    if ours.due_at and theirs.due_at and abs(ours.due_at - theirs.due_at) > _CLOSE:
        waits = _queue(ours) if ours.waiting or ours.error else ""
        why = (
            waits
            or "Hạn đã đổi ở một bên sau lần gửi cuối (gia hạn, tạm dừng, tính lại): hãy cho đồng bộ lại."
        )
        yield Difference(DUE, ours.code, _at(ours.due_at), _at(theirs.due_at), why, ours.pk)


def _status(ours: Ours, theirs: RemoteDossier) -> str:
    if ours.waiting or ours.error:
        return _queue(ours)
    if ours.sent_status == theirs.status:
        return f"Bên này đã sang “{named(ours.status)}” sau lần gửi cuối; sẽ tự gửi."
    told = f" lúc {_at(ours.sent_at)}" if ours.sent_at else ""
    return (
        f"Đã gửi “{named(ours.sent_status)}”{told}, phía quốc gia lại ghi “{named(theirs.status)}”: "
        "trạng thái bị đổi ở phía quốc gia hoặc gói bị bỏ; hãy cho đồng bộ lại."
    )


def _queue(ours: Ours) -> str:
    waits = f"Còn {ours.waiting} thay đổi chờ gửi" if ours.waiting else "Lần gửi cuối hỏng"
    return f"{waits}: {ours.error}" if ours.error else f"{waits}."


def _at(moment: datetime | None) -> str:
    return f"{moment.astimezone(ZONE):%H:%M %d/%m/%Y}" if moment else "–"
