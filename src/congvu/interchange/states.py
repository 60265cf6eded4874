"""Where messages stand, in words that clerks use, and how statuses of the far side move them."""

from dataclasses import dataclass
from enum import StrEnum


class Outbound(StrEnum):
    """Where something that we send stands."""

    QUEUED = "queued"
    ON_AXIS = "on-axis"
    ARRIVED = "arrived"
    ACCEPTED = "accepted"
    PROCESSING = "processing"
    DONE = "done"
    REFUSED = "refused"
    STUCK = "stuck"


OUTBOUND_NAMES: dict[Outbound, str] = {
    Outbound.QUEUED: "Chờ gửi",
    Outbound.ON_AXIS: "Đã lên trục",
    Outbound.ARRIVED: "Đã đến",
    Outbound.ACCEPTED: "Đã tiếp nhận",
    Outbound.PROCESSING: "Đang xử lý",
    Outbound.DONE: "Hoàn thành",
    Outbound.REFUSED: "Bị từ chối",
    Outbound.STUCK: "Kẹt",
}
UNSENT = frozenset({Outbound.QUEUED, Outbound.STUCK})
"""States in which the package is not known to be on its way."""


class Inbound(StrEnum):
    """What became of something that reached us; nothing is ever only dropped."""

    STORED = "stored"
    INGESTED = "ingested"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    SKIPPED = "skipped"


INBOUND_NAMES: dict[Inbound, str] = {
    Inbound.STORED: "Đã lưu, chờ đưa vào hộp",
    Inbound.INGESTED: "Đã vào hộp",
    Inbound.DUPLICATE: "Trùng, đã bỏ qua",
    Inbound.QUARANTINED: "Cách ly",
    Inbound.SKIPPED: "Đã bỏ qua có lý do",
}


@dataclass(frozen=True, slots=True)
class Move:
    """What a person may do to an inbound message, from which states, and whether a reason is needed."""

    action: str
    sources: frozenset[Inbound]
    label: str
    needs_reason: bool = False


REPLAY = Move("replay", frozenset({Inbound.QUARANTINED, Inbound.STORED, Inbound.SKIPPED}), "Xử lý lại")
SKIP = Move("skip", frozenset({Inbound.QUARANTINED, Inbound.STORED}), "Bỏ qua", needs_reason=True)
MOVES = (REPLAY, SKIP)


def moves_from(state: str) -> list[Move]:
    """Return what a person may do to an inbound message in `state`."""
    return [move for move in MOVES if state in move.sources]


# QCVN 102:2016/BTTTT status codes (documents.md 1.9): 02 is final, else the furthest one counts, whatever the
# order of arrival. 13, 15 and 16 are a conversation of their own and move nothing.
RANKS: dict[str, int] = {"01": 1, "03": 3, "04": 4, "05": 5, "06": 6, "02": 9}
STATE_OF: dict[str, Outbound] = {
    "01": Outbound.ARRIVED,
    "03": Outbound.ACCEPTED,
    "04": Outbound.PROCESSING,
    "05": Outbound.PROCESSING,
    "06": Outbound.DONE,
    "02": Outbound.REFUSED,
}


def furthest(codes: list[str]) -> str:
    """Return the code that tells where a document stands, among all that were reported; "" for none."""
    known = [code for code in codes if code in RANKS]
    return max(known, key=RANKS.__getitem__, default="")
