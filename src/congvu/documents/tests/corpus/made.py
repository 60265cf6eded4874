# ruff: noqa: E501 — documents are written as they read
"""Further documents put together from parts by a seeded draw: every one has another number, day, agency and tasks."""

import random
from datetime import date, timedelta

from congvu.documents.tests.corpus.model import Doc, Task

HEADS = [
    (("UBND TỈNH ĐỒNG NAI",), ("SỞ CÔNG THƯƠNG",), "SCT", "Đồng Nai"),
    ((), ("ỦY BAN NHÂN DÂN", "XÃ BÌNH MINH"), "UBND", "Bình Minh"),
    ((), ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ ĐỒNG NAI"), "UBND", "Đồng Nai"),
    (("UBND TỈNH ĐỒNG NAI",), ("SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"), "SNNMT", "Đồng Nai"),
    (("BỘ Y TẾ",), ("CỤC PHÒNG BỆNH",), "PB", "Hà Nội"),
    (("UBND XÃ THỐNG NHẤT",), ("PHÒNG VĂN HÓA - XÃ HỘI",), "VHXH", "Thống Nhất"),
    (("ỦY BAN NHÂN DÂN", "TỈNH TÂY NINH"), ("SỞ KHOA HỌC VÀ CÔNG NGHỆ",), "SKHCN", "Tây Ninh"),
    (("ĐẢNG ỦY XÃ LONG THÀNH",), ("ỦY BAN NHÂN DÂN", "XÃ LONG THÀNH"), "UBND", "Long Thành"),
]
SUBJECTS = [
    "Tăng cường quản lý an toàn thực phẩm tại bếp ăn tập thể", "Rà soát, cập nhật hồ sơ đất công ích",
    "Tổ chức ngày hội đọc sách cho học sinh", "Kiểm kê tài sản công đến ngày 31 tháng 12 năm 2026",
    "Nâng cao chất lượng dịch vụ công trực tuyến toàn trình", "Phòng, chống dịch bệnh trên đàn vật nuôi",
    "Chỉnh trang vỉa hè tuyến đường trung tâm", "Tuyên truyền kỷ niệm ngày truyền thống ngành",
    "Thống kê hộ kinh doanh có dưới 10 lao động", "Thực hiện nếp sống văn minh trong việc cưới, việc tang",
    "Triển khai hóa đơn điện tử khởi tạo từ máy tính tiền", "Bảo đảm trật tự an toàn giao thông dịp cuối năm",
]  # fmt: skip
AGENCIES = [
    "Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Công an tỉnh", "Sở Xây dựng", "Thanh tra tỉnh", "Chi cục Thú y",
    "Ban Dân vận Tỉnh ủy", "Phòng Kinh tế", "Trung tâm Y tế khu vực Xuân Lộc", "Kho bạc Nhà nước Khu vực XVII",
    "Bảo hiểm xã hội tỉnh", "Báo và Phát thanh, truyền hình Đồng Nai", "Đoàn Thanh niên xã", "Văn phòng HĐND và UBND xã",
]  # fmt: skip
HELPERS = [
    "các đơn vị liên quan",
    "UBND các xã, phường",
    "Sở Tư pháp",
    "Hội Nông dân tỉnh",
    "các tổ chức chính trị - xã hội",
    "Cục Thuế tỉnh",
]
WORKS = [
    "kiểm tra việc chấp hành quy định", "xây dựng kế hoạch chi tiết", "tổ chức tập huấn cho cán bộ cơ sở", "rà soát, thống kê số liệu",
    "tham mưu văn bản chỉ đạo", "bố trí kinh phí thực hiện", "đăng tải thông tin trên trang điện tử", "hướng dẫn nghiệp vụ cho cơ sở",
]  # fmt: skip
SIGNERS = [
    (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Trần Thị Mộng Tuyền"), (("CHỦ TỊCH",), "Nguyễn Hữu Phước"),
    (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Đặng Thị Như Ý"), (("TL. CỤC TRƯỞNG", "CHÁNH VĂN PHÒNG"), "Lý Quốc Cường"),
    (("TRƯỞNG PHÒNG",), "Huỳnh Văn Tài"), (("TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), "Văn Đình Toàn"),
]  # fmt: skip


def _day(day: date, draw: random.Random) -> str:
    return draw.choice(
        [
            f"{day.day:02}/{day.month:02}/{day.year}",
            f"{day.day} tháng {day.month} năm {day.year}",
            f"{day.day}/{day.month}/{day.year}",
        ]
    )


def _assigned(draw: random.Random, issued: date, style: int) -> tuple[str, Task]:
    """Return a sentence that gives work, in one of ten styles, and what is to be found in it."""
    lead, other = draw.sample(AGENCIES, 2)
    helper, work = draw.choice(HELPERS), draw.choice(WORKS)
    due = issued + timedelta(days=draw.randrange(5, 90))
    days = draw.choice([3, 5, 7, 10])
    day = _day(due, draw)
    on = due.isoformat()
    return [
        (f"Giao {lead} chủ trì, phối hợp với {helper} {work}; hoàn thành trước ngày {day}.", Task((lead,), (helper,), on)),
        (f"{lead} có trách nhiệm {work} theo đúng quy định.", Task((lead,))),
        (f"Yêu cầu {lead} và {other} {work}, báo cáo kết quả chậm nhất vào ngày {day}.", Task((lead, other), (), on)),
        (f"Đề nghị {lead} phối hợp với {helper} {work} trong thời hạn {days:02} ngày làm việc kể từ ngày nhận được văn bản này.", Task((lead,), (helper,), f"{days} wday")),
        (f"{lead} chủ trì, cùng {other} {work}.", Task((lead,), (other,))),
        (f"{lead}: {work[0].upper()}{work[1:]}; định kỳ hằng quý gửi báo cáo.", Task((lead,), (), "quarter")),
        (f"Phân công {lead} làm đầu mối {work}, thời hạn trước {day}.", Task((lead,), (), on)),
        (f"{lead} chủ động {work}, báo cáo trước ngày 25 hằng tháng.", Task((lead,), (), "month")),
        (f"Giao cho {lead} {work}. Thời gian hoàn thành: trước ngày {day}.", Task((lead,), (), on)),
        (f"{lead}, {other} khẩn trương {work} trong vòng {days} ngày.", Task((lead, other), (), f"{days} day")),
    ][style]  # fmt: skip


def made(seed: int) -> Doc:
    """Return a document of its own for the seed."""
    draw = random.Random(seed)
    code = draw.choice(["CV", "TB", "KH", "CV", "CT", "QĐ"])
    superior, issuer, short, place = HEADS[seed % len(HEADS)]
    issued = date(2026, 1, 5) + timedelta(days=draw.randrange(0, 330))
    subject = SUBJECTS[seed % len(SUBJECTS)]
    number = str(draw.randrange(1, 3000)).zfill(2)
    tasks, body = [], []
    if code == "QĐ":
        body += ["QUYẾT ĐỊNH:", f"Điều 1. Phê duyệt phương án: {subject[0].lower()}{subject[1:]}."]
    else:
        body.append(
            f"Thực hiện Kế hoạch số {draw.randrange(10, 99)}/KH-UBND của cấp trên, {issuer[0].capitalize()} thông tin như sau:"
        )
    for place_in in range(draw.randrange(2, 4)):
        sentence, task = _assigned(draw, issued, draw.randrange(10))
        label = f"Điều {place_in + 2}." if code == "QĐ" else f"{place_in + 1}."
        body.append(f"{label} {sentence}")
        tasks.append(task)
    lines, name = draw.choice(SIGNERS)
    letter = code == "CV"
    return Doc(
        code, issuer, f"{short}-{draw.choice(['VP', 'TH', 'KT', 'NV'])}" if letter else f"{code}-{short}", number, place,
        (issued.year, issued.month, issued.day), f"{subject[0].lower()}{subject[1:]}" if letter else subject, tuple(body),
        ((lines, name, name),), superior, ("Các đơn vị trực thuộc", "UBND các xã, phường") if letter else (),
        ("Căn cứ Luật Ban hành văn bản ngày 19 tháng 02 năm 2025", f"Căn cứ Quyết định số {draw.randrange(10, 999)}/QĐ-UBND ngày 12 tháng 01 năm 2026") if code == "QĐ" else (),
        (("Như trên" if letter else "Các đơn vị trực thuộc", ""), ("Lãnh đạo cơ quan", "b/c"), ("Lưu: VT", "")), (), tuple(tasks),
        draw.choice(["", "", "", "Khẩn", "Hỏa tốc"]), "",
    )  # fmt: skip
