"""Code values of the wire and what they mean."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_DATE = re.compile(r"^\s*(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[ T].*)?$")
_DATE_VI = re.compile(r"^\s*(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[ T].*)?$")
_TIME = re.compile(r"[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")

URGENCIES = ("Thường", "Khẩn", "Thượng khẩn", "Hỏa tốc", "Hỏa tốc hẹn giờ")
KINDS = {"new": "0", "recall": "1", "update": "2", "replace": "3"}
KIND_WORDS = {
    "new": "văn bản mới",
    "recall": "thu hồi văn bản",
    "update": "cập nhật văn bản",
    "replace": "thay thế văn bản",
}
STATUSES = {
    "01": "đã đến",
    "02": "từ chối tiếp nhận",
    "03": "đã tiếp nhận",
    "04": "phân công",
    "05": "đang xử lý",
    "06": "hoàn thành",
    "13": "lấy lại",
    "15": "đồng ý cập nhật, lấy lại",
    "16": "từ chối cập nhật, lấy lại",
}
# SĐ1:2022 QCVN 102:2016/BTTTT, administrative documents; 2, 3, 10 to 17 are filled in by the order of
# NĐ 30/2020/NĐ-CP Điều 7 (not seen in the source: correct them in a connection's profile when it differs).
TYPE_NUMBERS = {
    "Nghị quyết": "1",
    "Quyết định": "2",
    "Chỉ thị": "3",
    "Quy chế": "4",
    "Quy định": "5",
    "Thông cáo": "6",
    "Thông báo": "7",
    "Hướng dẫn": "8",
    "Chương trình": "9",
    "Kế hoạch": "10",
    "Phương án": "11",
    "Đề án": "12",
    "Dự án": "13",
    "Báo cáo": "14",
    "Biên bản": "15",
    "Tờ trình": "16",
    "Hợp đồng": "17",
    "Công văn": "18",
    "Công điện": "19",
    "Bản ghi nhớ": "20",
    "Bản cam kết": "21",
    "Bản thỏa thuận": "22",
    "Giấy chứng nhận": "23",
    "Giấy ủy quyền": "24",
    "Giấy mời": "25",
    "Giấy giới thiệu": "26",
}


def parse_date(text: str) -> date | None:
    """Return the date in a wire text: yyyy/MM/dd, or what else is met; None when there is no such day."""
    if match := _DATE.match(text):
        year, month, day = match.groups()
    elif match := _DATE_VI.match(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_time(text: str) -> datetime | None:
    """Return the time in a wire text, in Asia/Ho_Chi_Minh, or None when there is no such time."""
    day = parse_date(text)
    if day is None:
        return None
    match = _TIME.search(text)
    hour, minute, second = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    try:
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZONE)
    except ValueError:
        return None


def wire_date(day: date | None) -> str:
    """Return a date as the wire has it, or "" for none."""
    return day.strftime("%Y/%m/%d") if day else ""


def wire_time(moment: datetime) -> str:
    """Return a time as the wire has it: in Asia/Ho_Chi_Minh, without a zone."""
    return moment.astimezone(ZONE).strftime("%Y/%m/%d %H:%M:%S")


def urgency(text: str) -> int:
    """Return the urgency from 0 to 4; what is no such number counts as 0."""
    return int(text) if text.isascii() and text.isdigit() and int(text) < len(URGENCIES) else 0


def status_words(code: str) -> str:
    """Return what a status code means; an unknown one is named as it is."""
    return STATUSES.get(code, f"mã trạng thái {code}")
