"""Worked examples, each derivable by hand on the table 07:30–11:30, 13:00–17:00 (eight hours a day).

Special days used. 2026: 1–2/1 nghỉ, thứ Bảy 10/1 làm bù, Tết 16–20/2, Giỗ Tổ Chủ nhật 26/4 bù 27/4, 30/4–1/5,
thứ Bảy 22/8 làm bù cho 31/8, 1–2/9, 24/11. 2027: 1/1, Tết 4–10/2, 30/4, 3/5 nghỉ bù, 2–3/9.
"""

from dataclasses import dataclass, field

from congvu.calendars.rules import Budget, Extension, Pause
from congvu.calendars.tests.pure import at


@dataclass(frozen=True)
class Example:
    """One example: facts, the expected moment ("" while paused), and how a person gets there."""

    name: str
    amount: int
    unit: str
    start: str
    due: str
    why: str
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    changes: dict[str, str] = field(default_factory=dict)
    left: tuple[int, str] | None = None


def pause(start: str, end: str | None, kind: str = "pause") -> Pause:
    return Pause(at(start), at(end) if end else None, "Chờ bổ sung hồ sơ", kind)


def restart(start: str, end: str | None) -> Pause:
    return pause(start, end, "restart")


PLAIN = [
    Example(
        "năm ngày làm việc, đúng giờ đã nhận",
        5,
        "wday",
        "2026-03-02 10:00",
        "2026-03-09 10:00",
        "3,4,5,6/3 rồi thứ Hai 9/3, cùng giờ",
    ),
    Example(
        "một ngày làm việc qua cuối tuần",
        1,
        "wday",
        "2026-03-06 16:00",
        "2026-03-09 16:00",
        "1 giờ chiều thứ Sáu, 7 giờ thứ Hai",
    ),
    Example(
        "tám giờ từ đầu buổi là hết buổi chiều",
        8,
        "hour",
        "2026-03-02 07:30",
        "2026-03-02 17:00",
        "4 giờ sáng + 4 giờ chiều; không nhảy sang sáng hôm sau",
    ),
    Example(
        "một giờ vắt qua trưa",
        1,
        "hour",
        "2026-03-02 11:00",
        "2026-03-02 13:30",
        "30 phút đến 11:30, 30 phút từ 13:00",
    ),
    Example("nhận giữa trưa", 1, "hour", "2026-03-02 12:00", "2026-03-02 14:00", "tính từ 13:00"),
    Example("nhận trước giờ mở cửa", 4, "hour", "2026-03-02 06:00", "2026-03-02 11:30", "tính từ 07:30"),
    Example(
        "nhận đúng lúc hết giờ",
        1,
        "wday",
        "2026-03-02 17:00",
        "2026-03-03 17:00",
        "tính từ 07:30 hôm sau, trọn một ngày",
    ),
    Example(
        "nhận trực tuyến đêm thứ Sáu",
        8,
        "hour",
        "2026-03-06 22:00",
        "2026-03-09 17:00",
        "tính từ 07:30 thứ Hai",
    ),
    Example("nhận thứ Bảy", 1, "wday", "2026-03-07 09:00", "2026-03-09 17:00", "tính từ 07:30 thứ Hai"),
    Example(
        "nhận Chủ nhật, hai ngày", 2, "wday", "2026-03-08 15:00", "2026-03-10 17:00", "trọn thứ Hai và thứ Ba"
    ),
    Example("giây bị bỏ", 1, "hour", "2026-03-02 08:00:59", "2026-03-02 09:00", "phiếu in giờ và phút"),
]
HOLIDAYS = [
    Example(
        "Tết 2026, ba ngày", 3, "wday", "2026-02-13 10:00", "2026-02-25 10:00", "16–20/2 nghỉ: 23, 24, 25/2"
    ),
    Example(
        "Tết 2026, xong ngay trước Tết",
        1,
        "wday",
        "2026-02-13 07:30",
        "2026-02-13 17:00",
        "trọn thứ Sáu 13/2",
    ),
    Example(
        "nộp trực tuyến đúng mùng 1 Tết 2026",
        8,
        "hour",
        "2026-02-17 09:00",
        "2026-02-23 17:00",
        "tính từ 07:30 thứ Hai 23/2",
    ),
    Example(
        "ngày lịch hết hạn trong Tết 2026",
        10,
        "day",
        "2026-02-09 09:00",
        "2026-02-23 17:00",
        "9 + 10 = 19/2 nghỉ, chuyển sang 23/2",
    ),
    Example(
        "Tết 2027, ba ngày", 3, "wday", "2027-02-03 14:00", "2027-02-15 14:00", "4–10/2 nghỉ: 11, 12, 15/2"
    ),
    Example(
        "Tết 2027, bốn giờ",
        4,
        "hour",
        "2027-02-03 15:00",
        "2027-02-11 09:30",
        "2 giờ chiều 3/2, 2 giờ sáng 11/2",
    ),
    Example(
        "hoán đổi 2/1/2026", 1, "wday", "2025-12-31 10:00", "2026-01-05 10:00", "1/1 và 2/1 nghỉ, thứ Hai 5/1"
    ),
    Example(
        "làm bù thứ Bảy 10/1/2026",
        5,
        "wday",
        "2026-01-06 10:00",
        "2026-01-12 10:00",
        "7, 8, 9, thứ Bảy 10, thứ Hai 12/1",
    ),
    Example(
        "nhận vào thứ Bảy làm bù",
        4,
        "hour",
        "2026-01-10 14:00",
        "2026-01-12 08:30",
        "3 giờ chiều thứ Bảy, 1 giờ sáng thứ Hai",
    ),
    Example(
        "làm bù thứ Bảy 22/8/2026", 1, "wday", "2026-08-21 10:00", "2026-08-22 10:00", "thứ Bảy 22/8 làm việc"
    ),
    Example(
        "hoán đổi 31/8/2026 và Quốc khánh",
        2,
        "wday",
        "2026-08-28 10:00",
        "2026-09-04 10:00",
        "31/8, 1/9, 2/9 nghỉ: 3 và 4/9",
    ),
    Example(
        "nhận vào ngày nghỉ hoán đổi",
        1,
        "wday",
        "2026-08-31 09:00",
        "2026-09-03 17:00",
        "tính từ 07:30 thứ Năm 3/9",
    ),
    Example("Quốc khánh 2025", 1, "wday", "2025-08-29 15:30", "2025-09-03 15:30", "1/9 và 2/9 nghỉ"),
    Example(
        "Quốc khánh 2027", 1, "wday", "2027-09-01 15:30", "2027-09-06 15:30", "2 và 3/9 nghỉ rồi cuối tuần"
    ),
    Example(
        "30/4–1/5 năm 2026",
        2,
        "wday",
        "2026-04-29 10:00",
        "2026-05-05 10:00",
        "thứ Năm, thứ Sáu nghỉ: 4 và 5/5",
    ),
    Example(
        "Giỗ Tổ Chủ nhật nghỉ bù thứ Hai", 1, "wday", "2026-04-24 09:00", "2026-04-28 09:00", "27/4 nghỉ bù"
    ),
    Example(
        "làm bù thứ Bảy 26/4/2025",
        3,
        "wday",
        "2025-04-25 10:00",
        "2025-04-29 10:00",
        "thứ Bảy 26, thứ Hai 28, thứ Ba 29/4",
    ),
    Example(
        "nghỉ dài 30/4/2025", 1, "wday", "2025-04-29 10:00", "2025-05-05 10:00", "30/4, 1/5 và 2/5 hoán đổi"
    ),
    Example(
        "làm bù thứ Bảy 4/5/2024",
        2,
        "wday",
        "2024-05-03 10:00",
        "2024-05-06 10:00",
        "thứ Bảy 4/5, thứ Hai 6/5",
    ),
    Example(
        "nghỉ dài 29/4/2024", 1, "wday", "2024-04-26 10:00", "2024-05-02 10:00", "29/4 hoán đổi, 30/4, 1/5"
    ),
    Example(
        "Tết 2015 với hai ngày hoán đổi",
        2,
        "wday",
        "2015-02-13 10:00",
        "2015-02-24 10:00",
        "thứ Bảy 14/2 làm bù; 16–20 và 23/2 nghỉ",
    ),
    Example(
        "Tết Dương lịch 2015",
        1,
        "wday",
        "2014-12-31 10:00",
        "2015-01-05 10:00",
        "2/1 hoán đổi với thứ Bảy 27/12/2014",
    ),
    Example(
        "làm bù trước kỳ nghỉ 2015",
        1,
        "wday",
        "2014-12-26 10:00",
        "2014-12-27 10:00",
        "thứ Bảy 27/12/2014 làm bù",
    ),
    Example(
        "Ngày Văn hóa Việt Nam 24/11/2026",
        1,
        "wday",
        "2026-11-23 10:00",
        "2026-11-25 10:00",
        "thứ Ba 24/11 nghỉ",
    ),
    Example(
        "giao thừa Dương lịch",
        2,
        "hour",
        "2026-12-31 16:00",
        "2027-01-04 08:30",
        "1 giờ chiều 31/12, thứ Sáu 1/1 nghỉ, 1 giờ sáng thứ Hai",
    ),
]
CALENDAR = [
    Example(
        "mười lăm ngày lịch",
        15,
        "day",
        "2026-03-04 16:50",
        "2026-03-19 17:00",
        "không tính ngày đầu: 4 + 15 = 19/3, hết giờ làm việc",
    ),
    Example(
        "ngày lịch hết hạn Chủ nhật",
        10,
        "day",
        "2026-03-05 08:00",
        "2026-03-16 17:00",
        "15/3 Chủ nhật, chuyển sang thứ Hai",
    ),
    Example(
        "ngày lịch hết hạn thứ Bảy làm bù",
        10,
        "day",
        "2026-08-12 08:00",
        "2026-08-22 17:00",
        "22/8 làm bù nên không chuyển",
    ),
    Example(
        "ngày lịch nhận tối thứ Bảy",
        5,
        "day",
        "2026-03-07 20:00",
        "2026-03-12 17:00",
        "ngày đầu không tính, kể cả ngày nghỉ",
    ),
    Example(
        "ngày lịch hết hạn Quốc khánh",
        20,
        "day",
        "2026-08-13 08:00",
        "2026-09-03 17:00",
        "13/8 + 20 = 2/9 nghỉ",
    ),
    Example(
        "nửa đêm thay vì hết giờ",
        10,
        "day",
        "2026-03-05 08:00",
        "2026-03-16 23:59",
        "24 giờ ngày 16/3",
        changes={"clock__day_end": "midnight"},
    ),
    Example(
        "giữ nguyên ngày nghỉ",
        10,
        "day",
        "2026-03-05 08:00",
        "2026-03-15 23:59",
        "quy tắc giữ ngày Chủ nhật 15/3",
        changes={"clock__day_off_end": "keep"},
    ),
    Example(
        "tính cả ngày đầu",
        15,
        "day",
        "2026-03-04 08:00",
        "2026-03-18 17:00",
        "4/3 là ngày thứ nhất",
        changes={"clock__day_first": "included"},
    ),
    Example(
        "cuối tháng 1 cộng một tháng",
        1,
        "month",
        "2026-01-30 10:00",
        "2026-03-02 17:00",
        "28/2 là thứ Bảy, chuyển sang thứ Hai 2/3",
    ),
    Example(
        "31/1 năm nhuận cộng một tháng",
        1,
        "month",
        "2024-01-31 10:00",
        "2024-02-29 17:00",
        "tháng Hai nhuận có ngày 29",
    ),
    Example(
        "29/2 cộng mười hai tháng", 12, "month", "2024-02-29 10:00", "2025-02-28 17:00", "2025 không có 29/2"
    ),
    Example(
        "31/3 cộng một tháng vào lễ",
        1,
        "month",
        "2026-03-31 10:00",
        "2026-05-04 17:00",
        "30/4, 1/5 nghỉ, cuối tuần, thứ Hai 4/5",
    ),
    Example("30/11 cộng ba tháng", 3, "month", "2026-11-30 10:00", "2027-03-01 17:00", "28/2/2027 Chủ nhật"),
]
PAUSED = [
    Example(
        "tạm dừng qua Quốc khánh",
        5,
        "wday",
        "2026-08-28 10:00",
        "2026-09-09 14:00",
        "đã chạy 270 phút; còn 2130: 3/9 390, 4/9 480, 7/9 480, 8/9 480, 9/9 300",
        (pause("2026-08-28 16:00", "2026-09-03 09:00"),),
    ),
    Example(
        "tạm dừng trọn trong Tết không đổi gì",
        3,
        "wday",
        "2026-02-13 10:00",
        "2026-02-25 10:00",
        "14–22/2 không có giờ làm việc",
        (pause("2026-02-14 08:00", "2026-02-22 08:00"),),
    ),
    Example(
        "hai lần tạm dừng",
        2,
        "wday",
        "2026-03-02 07:30",
        "2026-03-06 08:30",
        "960 phút: thứ Hai 420, sáng thứ Ba 240, chiều thứ Năm 240, thứ Sáu 60",
        (pause("2026-03-03 13:00", "2026-03-05 13:00"), pause("2026-03-02 09:30", "2026-03-02 10:30")),
    ),
    Example(
        "hai lần tạm dừng chồng nhau",
        1,
        "wday",
        "2026-03-02 08:00",
        "2026-03-04 16:30",
        "60 phút trước; 420 từ 08:00 thứ Tư: 210 sáng, 210 chiều",
        (pause("2026-03-02 09:00", "2026-03-03 10:00"), pause("2026-03-02 15:00", "2026-03-04 08:00")),
    ),
    Example(
        "đang tạm dừng",
        5,
        "wday",
        "2026-03-02 10:00",
        "",
        "đã chạy một ngày, còn bốn ngày",
        (pause("2026-03-03 10:00", None),),
        left=(4 * 480, "minute"),
    ),
    Example(
        "tạm dừng sau khi đã quá hạn",
        1,
        "wday",
        "2026-03-02 10:00",
        "2026-03-03 10:00",
        "quá hạn vẫn là quá hạn",
        (pause("2026-03-03 14:00", "2026-03-06 14:00"),),
    ),
    Example(
        "tạm dừng đúng lúc hết hạn",
        1,
        "wday",
        "2026-03-02 07:30",
        "2026-03-02 17:00",
        "hạn 17:00 đến trước",
        (pause("2026-03-02 17:00", None),),
    ),
    Example(
        "ngày lịch có tạm dừng",
        20,
        "day",
        "2026-03-02 10:00",
        "2026-03-30 17:00",
        "22/3 + 6 ngày = 28/3 thứ Bảy",
        (pause("2026-03-10 10:00", "2026-03-16 09:00"),),
    ),
    Example(
        "tháng có tạm dừng qua Tết 2027",
        1,
        "month",
        "2027-01-15 10:00",
        "2027-02-23 17:00",
        "15/2 + 8 ngày",
        (pause("2027-02-03 10:00", "2027-02-11 09:00"),),
    ),
    Example(
        "ngày lịch đang tạm dừng",
        20,
        "day",
        "2026-03-02 10:00",
        "",
        "22/3 trừ 10/3",
        (pause("2026-03-10 10:00", None),),
        left=(12, "day"),
    ),
    Example(
        "tạm dừng ngày cuối, có lại sau giờ đóng cửa",
        1,
        "day",
        "2026-03-02 10:00",
        "2026-03-06 17:00",
        "còn 0 ngày; 18:00 thứ Năm đã hết giờ nên sang thứ Sáu",
        (pause("2026-03-03 10:00", "2026-03-05 18:00"),),
    ),
    Example(
        "tính lại từ đầu",
        3,
        "wday",
        "2026-03-02 10:00",
        "2026-03-12 14:00",
        "ba ngày từ 14:00 thứ Hai 9/3",
        (restart("2026-03-04 09:00", "2026-03-09 14:00"),),
    ),
    Example(
        "tính lại hai lần",
        3,
        "wday",
        "2026-03-02 10:00",
        "2026-03-18 08:00",
        "ba ngày từ 08:00 thứ Sáu 13/3: 16, 17, 18/3",
        (restart("2026-03-04 09:00", "2026-03-09 14:00"), restart("2026-03-11 10:00", "2026-03-13 08:00")),
    ),
    Example(
        "tính lại, bổ sung vào thứ Bảy",
        1,
        "wday",
        "2026-03-02 10:00",
        "2026-03-09 17:00",
        "bắt đầu lại 07:30 thứ Hai",
        (restart("2026-03-03 08:00", "2026-03-07 09:00"),),
    ),
    Example(
        "tạm dừng rồi tính lại",
        2,
        "wday",
        "2026-03-02 08:00",
        "2026-03-09 08:00",
        "lần tạm dừng trước không còn ý nghĩa: thứ Sáu, thứ Hai",
        (pause("2026-03-02 09:00", "2026-03-02 11:00"), restart("2026-03-03 08:00", "2026-03-05 08:00")),
    ),
    Example(
        "tính lại rồi tạm dừng",
        1,
        "wday",
        "2026-03-02 08:00",
        "2026-03-09 08:00",
        "120 phút thứ Năm, 330 thứ Sáu, 30 thứ Hai",
        (restart("2026-03-03 08:00", "2026-03-05 08:00"), pause("2026-03-05 10:00", "2026-03-06 10:00")),
    ),
    Example(
        "đang chờ để tính lại",
        3,
        "wday",
        "2026-03-02 10:00",
        "",
        "còn trọn ba ngày",
        (restart("2026-03-04 09:00", None),),
        left=(3 * 480, "minute"),
    ),
    Example(
        "tính lại sau khi đã quá hạn",
        1,
        "wday",
        "2026-03-02 10:00",
        "2026-03-10 08:00",
        "một ngày từ 08:00 thứ Hai 9/3",
        (restart("2026-03-05 08:00", "2026-03-09 08:00"),),
    ),
    Example(
        "tháng tính lại từ đầu",
        1,
        "month",
        "2026-03-02 10:00",
        "2026-04-10 17:00",
        "10/3 + 1 tháng",
        (restart("2026-03-05 08:00", "2026-03-10 08:00"),),
    ),
]
OTHER = [
    Example(
        "trả trong ngày, nhận đúng 15:00",
        0,
        "wday",
        "2026-03-02 15:00",
        "2026-03-02 17:00",
        "sau 15 giờ mới sang ngày sau",
    ),
    Example(
        "trả trong ngày, nhận 15:01",
        0,
        "wday",
        "2026-03-02 15:01",
        "2026-03-03 17:00",
        "ngày làm việc tiếp theo",
    ),
    Example(
        "trả trong ngày, nhận chiều thứ Sáu", 0, "wday", "2026-03-06 15:30", "2026-03-09 17:00", "thứ Hai"
    ),
    Example(
        "trả trong ngày, nhận sáng thứ Bảy",
        0,
        "wday",
        "2026-03-07 08:00",
        "2026-03-09 17:00",
        "ngày làm việc đầu tiên",
    ),
    Example(
        "trả trong ngày, trước Tết 2026 sau 15 giờ",
        0,
        "wday",
        "2026-02-13 15:30",
        "2026-02-23 17:00",
        "ngày làm việc sau Tết",
    ),
    Example(
        "gia hạn thêm hai ngày làm việc",
        5,
        "wday",
        "2026-03-02 10:00",
        "2026-03-11 10:00",
        "hạn cũ 9/3 10:00 cộng hai ngày",
        extensions=(Extension(at("2026-03-06 10:00"), "Xác minh thêm", Budget(2, "wday")),),
    ),
    Example(
        "gia hạn đến một ngày",
        5,
        "wday",
        "2026-03-02 10:00",
        "2026-03-20 17:00",
        "theo Mẫu số 04",
        extensions=(Extension(at("2026-03-06 10:00"), "Xác minh", until=at("2026-03-20 17:00")),),
    ),
    Example(
        "gia hạn đến một ngày rồi tạm dừng",
        5,
        "wday",
        "2026-03-02 10:00",
        "2026-03-24 17:00",
        "tạm dừng 960 phút làm việc: 20/3 17:00 thành 24/3 17:00",
        (pause("2026-03-16 08:00", "2026-03-18 08:00"),),
        (Extension(at("2026-03-06 10:00"), "Xác minh", until=at("2026-03-20 17:00")),),
    ),
    Example(
        "gia hạn trước khi tính lại thì mất",
        3,
        "wday",
        "2026-03-02 10:00",
        "2026-03-12 14:00",
        "chỉ còn ba ngày từ 9/3 14:00",
        (restart("2026-03-04 09:00", "2026-03-09 14:00"),),
        (Extension(at("2026-03-03 10:00"), "Xác minh", Budget(5, "wday")),),
    ),
    Example(
        "ngày làm việc tính đến hết ngày",
        5,
        "wday",
        "2026-03-02 10:00",
        "2026-03-09 17:00",
        "không tính ngày nhận, hết giờ ngày thứ năm",
        changes={"clock__wday_count": "days"},
    ),
    Example(
        "đến hết ngày, nhận ngoài giờ",
        2,
        "wday",
        "2026-03-02 18:00",
        "2026-03-05 17:00",
        "coi như nhận 3/3: 4 và 5/3",
        changes={"clock__wday_count": "days"},
    ),
    Example(
        "đến hết ngày, có tạm dừng",
        3,
        "wday",
        "2026-03-02 10:00",
        "2026-03-10 17:00",
        "5/3 thành 10/3: bỏ 4, 5, 6/3",
        (pause("2026-03-03 10:00", "2026-03-06 10:00"),),
        changes={"clock__wday_count": "days"},
    ),
    Example(
        "giờ chốt 15:00 cho mọi thời hạn",
        1,
        "wday",
        "2026-03-02 15:30",
        "2026-03-03 17:00",
        "tính từ 07:30 hôm sau",
        changes={"clock__start_cutoff": "15:00"},
    ),
    Example(
        "ngày làm việc bảy giờ theo quy tắc",
        2,
        "wday",
        "2026-03-02 07:30",
        "2026-03-03 15:00",
        "840 phút: thứ Hai 480, thứ Ba 360",
        changes={"clock__wday_length": "7"},
    ),
]
EXAMPLES = PLAIN + HOLIDAYS + CALENDAR + PAUSED + OTHER
