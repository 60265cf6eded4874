"""The ten national status codes, and which of ours means which; every doubt is an option.

Legal source: national code list as used by the portal's adapters (1 Mới đăng ký … 10 Đã trả kết quả);
which codes may follow one another is what NĐ 118/2025/NĐ-CP Điều 17–22 lets happen.
"""

from collections.abc import Mapping

from congvu.dossiers.states import NATIONAL_CODES, DeliveryState, State

NAMES: dict[str, str] = {
    "1": "Mới đăng ký",
    "2": "Được tiếp nhận",
    "3": "Không được tiếp nhận",
    "4": "Đang xử lý",
    "5": "Yêu cầu bổ sung giấy tờ",
    "6": "Yêu cầu thực hiện nghĩa vụ tài chính",
    "7": "Công dân yêu cầu rút hồ sơ",
    "8": "Dừng xử lý",
    "9": "Đã xử lý xong",
    "10": "Đã trả kết quả",
}
FINAL = frozenset({"3", "7", "8", "10"})
ENDED = FINAL | {"9"}
_RUNNING = {"3", "4", "5", "6", "7", "8", "9", "10"}
FOLLOWERS: dict[str, frozenset[str]] = {
    "": frozenset(NAMES),
    "1": frozenset(set(NAMES) - {"10"}),
    "2": frozenset({"2", *_RUNNING}),
    "4": frozenset({"2", *_RUNNING}),
    "5": frozenset({"2", *_RUNNING}),
    "6": frozenset(_RUNNING),
    "9": frozenset({"9", "10"}),
    **{code: frozenset({code}) for code in FINAL},
}
"""Once received never new again; once finished only returned; once ended nothing follows."""
_SUBSTATES = {
    State.INCOMPLETE: "chờ công dân hoàn thiện hồ sơ trước khi tiếp nhận",
    State.SUPPLEMENT: "chờ công dân bổ sung",
    State.CLOSED: "đóng do quá thời hạn bổ sung",
    State.STOPPED: "dừng theo đề nghị của người nộp",
    State.DONE: "chờ trả kết quả",
}


def national_code(
    state: State, *, accepted: bool, delivery: str = "", options: Mapping[str, str] | None = None
) -> str:
    """Return the national code of a dossier of ours.

    Args:
        state: our business state.
        accepted: whether it was ever received; one refused after that was not "không được tiếp nhận".
        delivery: our delivery state, for results that are still with the post.
        options: of the link: "status.<our state>", "status.refused_after", "status.posted" replace the code.
    """
    told = options or {}
    name, code = state.value, NATIONAL_CODES[state]
    if state == State.REFUSED and accepted:
        name, code = "refused_after", "8"
    if state == State.RETURNED and delivery == DeliveryState.SENT:
        name = "posted"
    chosen = str(told.get(f"status.{name}", "")).strip()
    return chosen if chosen in NAMES else code


def substate(state: State, *, accepted: bool, delivery: str = "", answered: bool = False) -> str:
    """Return what the code alone does not say, in words, or "".

    Args:
        answered: the applicant has sent the supplement, the one-stop has not looked at it yet.
    """
    if state in {State.SUPPLEMENT, State.INCOMPLETE} and answered:
        return "công dân đã bổ sung, chờ Bộ phận Một cửa kiểm tra"
    if state == State.REFUSED:
        return "từ chối sau khi thẩm định" if accepted else "từ chối tiếp nhận"
    if state == State.RETURNED:
        return "đã gửi bưu chính" if delivery == DeliveryState.SENT else "đã giao kết quả"
    return _SUBSTATES.get(state, "")


def may_follow(before: str, after: str) -> bool:
    """Tell whether the national side may hear `after` when it last heard `before` ("" = nothing yet)."""
    return after in FOLLOWERS.get(before, frozenset())


def named(code: str) -> str:
    """Return a national code in words, such as "4 Đang xử lý"."""
    return f"{code} {NAMES[code]}" if code in NAMES else (code or "chưa có")
