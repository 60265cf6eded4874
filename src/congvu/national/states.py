"""Where a synchronised dossier, and a message from the national portal, stand."""

from enum import StrEnum


class Sync(StrEnum):
    """Life of a dossier on its way to the national side."""

    WAITING = "waiting"
    SYNCED = "synced"
    FAILED = "failed"


SYNC_NAMES = {Sync.WAITING: "chờ đồng bộ", Sync.SYNCED: "đã đồng bộ", Sync.FAILED: "lỗi, cần người xử lý"}


class Inbound(StrEnum):
    """Life of a message that came from the national portal."""

    STORED = "stored"
    DONE = "done"
    DECIDING = "deciding"
    QUARANTINED = "quarantined"
    SET_ASIDE = "set_aside"


INBOUND_NAMES = {
    Inbound.STORED: "vừa nhận, chờ đưa vào",
    Inbound.DONE: "đã đưa vào",
    Inbound.DECIDING: "chờ cán bộ quyết định",
    Inbound.QUARANTINED: "cách ly",
    Inbound.SET_ASIDE: "đã bỏ qua",
}
MOVES: dict[str, tuple[frozenset[Inbound], Inbound]] = {
    "handle": (frozenset({Inbound.STORED, Inbound.QUARANTINED}), Inbound.DONE),
    "ask": (frozenset({Inbound.STORED, Inbound.QUARANTINED}), Inbound.DECIDING),
    "quarantine": (frozenset({Inbound.STORED, Inbound.QUARANTINED}), Inbound.QUARANTINED),
    "decide": (frozenset({Inbound.DECIDING}), Inbound.DONE),
    "set_aside": (frozenset({Inbound.QUARANTINED, Inbound.DECIDING}), Inbound.SET_ASIDE),
    "replay": (frozenset({Inbound.SET_ASIDE}), Inbound.STORED),
}
CREATE, SUPPLEMENT, WITHDRAW = "create", "supplement", "withdraw"
KIND_NAMES = {CREATE: "nộp hồ sơ", SUPPLEMENT: "bổ sung", WITHDRAW: "rút hồ sơ"}


def allowed(move: str, state: str) -> bool:
    """Tell whether a message in `state` lets `move` happen."""
    return Inbound(state) in MOVES[move][0]
