"""The live check of a connection to an axis: what works, what does not, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from congvu.interchange.channels.base import ChannelError, Health, Refused, Unreachable

if TYPE_CHECKING:
    from congvu.interchange.channels.vxp.client import VxpChannel


def check(channel: VxpChannel) -> list[Health]:
    """Return the lines of the check; the first failure of the way there ends it."""
    found = [_facts(channel)]
    if not found[0].ok:
        return found
    reached, count = _tried("Kết nối và chữ ký", lambda: channel.counts(), _mend)
    if count is not None:
        words = f"Trục trả lời; đang chờ nhận {count['edoc']} văn bản, {count['status']} trạng thái."
        reached = Health(reached.name, True, words)
    found.append(reached)
    if not reached.ok and "không nối được" in reached.told.casefold():
        return found
    listed, rows = _tried("Danh sách văn bản đến", lambda: channel.list_inbox("edoc"), _mend)
    found.append(listed if rows is None else Health(listed.name, True, f"Đọc được {len(rows)} gói."))
    agencies, known = _tried("Danh bạ cơ quan", lambda: _codes(channel), _mend)
    found.append(agencies if known is None else _own(agencies.name, channel.facts.agency_code, known))
    return found


def _facts(channel: VxpChannel) -> Health:
    facts, missing = channel.facts, []
    if not facts.system_id:
        missing.append("mã hệ thống (SystemId)")
    if not facts.secret:
        missing.append("khóa bí mật (Secret)")
    if not facts.agency_code:
        missing.append("mã định danh cơ quan")
    if missing:
        return Health("Khai báo", False, f"Còn thiếu: {', '.join(missing)}. Lấy ở đơn vị vận hành trục.")
    if urlsplit(facts.address).scheme == "http":
        return Health("Khai báo", True, "Đủ. Địa chỉ không mã hóa (http): chỉ dùng trong mạng nội bộ.")
    return Health("Khai báo", True, "Đủ.")


def _tried[Result](
    name: str, ask: Callable[[], Result], mend: Callable[[ChannelError], str]
) -> tuple[Health, Result | None]:
    try:
        return Health(name, True, ""), ask()
    except ChannelError as error:
        return Health(name, False, f"{error.told} {mend(error)}".strip()), None


def _mend(error: ChannelError) -> str:
    words = error.told.casefold()
    if isinstance(error, Refused):
        return "Kiểm tra mã hệ thống và khóa bí mật; nếu đúng, hỏi đơn vị vận hành trục kèm mã lỗi trên."
    if isinstance(error, Unreachable) and "không nối được" in words:
        return "Kiểm tra địa chỉ, cổng, tường lửa và máy chủ bảo mật (Security Server)."
    if "không đúng giao thức" in words:
        return "Địa chỉ có thể trỏ nhầm sang trang web khác; địa chỉ đúng thường kết thúc trước tên lệnh."
    return ""


def _codes(channel: VxpChannel) -> set[str]:
    return {code for one in channel.directory() for code in (one.code, one.old_code) if code}


def _own(name: str, own: str, known: set[str]) -> Health:
    if own in known:
        return Health(name, True, f"{len(known)} mã; có mã của cơ quan mình ({own}).")
    mend = "Đăng ký cơ quan với đơn vị vận hành trục, hoặc sửa mã định danh của kết nối."
    return Health(name, False, f"{len(known)} mã, nhưng không có mã {own}. {mend}")
