# ruff: noqa: E501 — a sentence stands here as people see it, unbroken
"""Bad input of incoming documents: registering, presenting, directing, returning, completing."""

from typing import Any

from congvu.documents.messages import Registration
from congvu.documents.models import Book
from congvu.documents.services import complete_line, register_incoming
from congvu.documents.tests.bad_ground import LIST, Stand, act, ask, entry
from congvu.ui.tests.bad_input import TYPING


def _late(stand: Stand, document: Any) -> None:
    register_incoming(document.pk, Registration(stand.world.book.pk), actor=stand.world.second_registry)


def _twin(stand: Stand) -> Any:
    stand.registered()
    return stand.world.arrived()


def _line(stand: Stand) -> Any:
    return stand.given().lines.get(officer_id=stand.world.leader.officer_id)


def _to(stand: Stand, *roles: tuple[str, str]) -> dict[str, str]:
    return {f"to-{getattr(stand.world, unit).pk}-0": role for unit, role in roles}


REGISTER = (
    entry(
        "ngay-30-thang-2",
        "ngày ban hành 30/02/2026",
        "Ngày ban hành: Hãy gõ một ngày hợp lệ, dạng ngày/tháng/năm.",
        {"issued_on": "30/02/2026"},
    ),
    entry(
        "ngay-ban-hanh-mai",
        "ngày ban hành sau hôm nay",
        "Ngày ban hành: Ngày ban hành không thể sau hôm nay.",
        {"issued_on": "30/11/2026"},
    ),
    entry(
        "ngay-qua-xa",
        "ngày ban hành năm 1026",
        "Ngày ban hành: Ngày ban hành không thể trước 02/09/1945.",
        {"issued_on": "23/11/1026"},
    ),
    entry(
        "den-truoc-ban-hanh",
        "ngày đến trước ngày ban hành",
        "Ngày đến: Ngày đến không thể trước ngày ban hành.",
        {"arrived_on": "20/11/2026"},
    ),
    entry(
        "den-sau-hom-nay",
        "ngày đến sau hôm nay",
        "Ngày đến: Ngày đến không thể sau hôm nay.",
        {"arrived_on": "26/11/2026"},
    ),
    entry(
        "han-truoc-ngay-den",
        "hạn xử lý trước ngày đến",
        "Hạn xử lý: Hạn xử lý không thể trước ngày đến.",
        {"due_on": "01/11/2026"},
    ),
    entry("thieu-trich-yeu", "không có trích yếu", "Trích yếu: Trường này là bắt buộc.", {"subject": "  "}),
    entry(
        "trich-yeu-5000",
        "trích yếu dài 5.000 ký tự",
        "Trích yếu: Tối đa 2000 ký tự (đang có 5000).",
        {"subject": "a" * 5000},
    ),
    entry(
        "trich-yeu-nul",
        "trích yếu có ký tự NUL",
        "Trích yếu: Không được có ký tự null.",
        {"subject": "báo\x00 cáo"},
        held=("báo cáo",),
    ),
    entry(
        "thieu-co-quan",
        "không có cơ quan ban hành",
        "Cơ quan ban hành: Trường này là bắt buộc.",
        {"issuer_name": ""},
    ),
    entry(
        "do-khan-la",
        "độ khẩn ngoài danh sách",
        "Độ khẩn: “9” không có trong danh sách. Hãy chọn lại.",
        {"urgency": "9"},
        held=(),
    ),
    entry(
        "mat-so-thuong",
        "văn bản mật vào sổ thường",
        "Sổ văn bản: Văn bản mật vào sổ văn bản mật, văn bản thường vào sổ thường.",
        {"confidentiality": "1"},
        held=(),
    ),
    entry(
        "mat-qua-tham-quyen",
        "độ mật vượt quyền xem của văn thư",
        "Sổ văn bản: Văn bản mật vào sổ văn bản mật, văn bản thường vào sổ thường.",
        {"confidentiality": "3"},
        held=(),
    ),
    entry("so-trang-am", "số trang âm", "Số trang: Giá trị phải từ 1 trở lên.", {"pages": "-5"}),
    entry(
        "chen-so-chua-cap",
        "chèn vào số đến chưa cấp",
        "Chèn vào số đến: Số đến 77 chưa được cấp trong sổ này.",
        {"insert": "77", "suffix": "a"},
    ),
    entry(
        "chen-thieu-so-phu",
        "chèn vào số đến mà không có số phụ",
        "Chèn vào số đến: Số đến do hệ thống cấp tiếp; muốn chèn vào số đã có, hãy nhập số đó và số phụ như “a”.",
        {"insert": "1"},
    ),
    entry(
        "so-phu-la",
        "số phụ là dấu",
        "Chèn vào số đến: Số đến do hệ thống cấp tiếp; muốn chèn vào số đã có, hãy nhập số đó và số phụ như “a”.",
        {"insert": "1", "suffix": "/;"},
    ),
    entry(
        "so-cua-nam-khac",
        "sổ không có trong danh sách",
        "Sổ văn bản: Sổ này đã khóa hoặc không dùng được. Hãy chọn sổ khác.",
        {"book": "999999"},
        held=(),
    ),
    entry(
        "so-vua-khoa",
        "sổ vừa bị khóa",
        "Sổ văn bản: Sổ này đã khóa hoặc không dùng được. Hãy chọn sổ khác.",
        {"note": "ghi chú đã gõ"},
        meanwhile=lambda stand, _: Book.objects.filter(pk=stand.world.book.pk).update(
            closed_at=stand.world.book.opened_at
        ),
    ),
    entry(
        "trung-so-ky-hieu",
        "trùng số, ký hiệu, nơi gửi và ngày",
        "Lý do vẫn vào sổ như văn bản mới: Văn bản 1254/SXD-QLXD đã được Vũ Thị Mai tiếp nhận lúc 09:00 25/11/2026, số đến 1. Hãy nối hai bản, hoặc ghi lý do vào sổ như văn bản mới.",
        {"note": "ghi chú đã gõ"},
        given=_twin,
        status=409,
    ),
    entry(
        "ky-hieu-chu-thuong",
        "trùng với văn bản đã vào sổ, ký hiệu gõ chữ thường",
        "Lý do vẫn vào sổ như văn bản mới: Văn bản 1254/SXD-QLXD đã được Vũ Thị Mai tiếp nhận lúc 09:00 25/11/2026, số đến 1. Hãy nối hai bản, hoặc ghi lý do vào sổ như văn bản mới.",
        {"notation": "sxd-qlxd"},
        given=_twin,
        status=409,
    ),
)
ACTS = (
    act(
        "trinh-khong-noi-nhan",
        "không chọn nơi nhận",
        "trình, chuyển",
        "Nơi nhận: Hãy chọn ít nhất một nơi nhận.",
        "registry",
        "trinh",
        {"text": "Kính trình"},
        given=Stand.registered,
        unchanged=TYPING,
        held=("Kính trình",),
    ),
    act(
        "chi-dao-khong-loi",
        "không có ý kiến",
        "chỉ đạo",
        "Ý kiến chỉ đạo: Trường này là bắt buộc.",
        "leader",
        "chi-dao",
        lambda stand: {"text": " ", **_to(stand, ("land", "lead"))},
        given=Stand.given,
        unchanged=TYPING,
    ),
    act(
        "khong-chu-tri",
        "chỉ có nơi phối hợp",
        "chỉ đạo",
        "Nơi nhận: Có nơi phối hợp thì phải có nơi chủ trì.",
        "leader",
        "chi-dao",
        lambda stand: {"text": "Phối hợp làm", **_to(stand, ("land", "cooperate"))},
        given=Stand.given,
        unchanged=TYPING,
        held=("Phối hợp làm",),
    ),
    act(
        "hai-chu-tri",
        "chọn hai đơn vị chủ trì",
        "chỉ đạo",
        "Nơi nhận: Mỗi ý kiến chỉ đạo chỉ có một nơi chủ trì: hãy giữ một nơi, những nơi khác chọn phối hợp.",
        "leader",
        "chi-dao",
        lambda stand: {"text": "Cùng chủ trì", **_to(stand, ("land", "lead"), ("culture", "lead"))},
        given=Stand.given,
        unchanged=TYPING,
        held=("Cùng chủ trì",),
    ),
    act(
        "hai-chu-tri-van-thu",
        "chọn hai đơn vị chủ trì",
        "trình, chuyển",
        "Nơi nhận: Mỗi ý kiến chỉ đạo chỉ có một nơi chủ trì: hãy giữ một nơi, những nơi khác chọn phối hợp.",
        "registry",
        "trinh",
        lambda stand: {"text": "Kính chuyển", **_to(stand, ("land", "lead"), ("culture", "lead"))},
        given=Stand.registered,
        unchanged=TYPING,
        held=("Kính chuyển",),
    ),
    act(
        "han-da-qua",
        "hạn trước hôm nay",
        "chỉ đạo",
        "Hạn xử lý: Hạn xử lý phải sau lúc này.",
        "leader",
        "chi-dao",
        lambda stand: {"text": "Làm gấp", "due_on": "20/11/2026", **_to(stand, ("land", "lead"))},
        given=Stand.given,
        unchanged=TYPING,
        held=("Làm gấp", "20/11/2026"),
    ),
    act(
        "vai-tro-la",
        "vai trò bị sửa",
        "trình, chuyển",
        "Nơi nhận: Hãy chọn ít nhất một nơi nhận.",
        "registry",
        "trinh",
        lambda stand: {"text": "Kính trình", **_to(stand, ("land", "boss"))},
        given=Stand.registered,
        unchanged=TYPING,
        held=("Kính trình",),
    ),
    act(
        "huy-khong-ly-do",
        "không ghi lý do",
        "hủy tiếp nhận",
        "Lý do: Trường này là bắt buộc.",
        "registry",
        "huy-tiep-nhan",
        {"reason": "  "},
        given=Stand.registered,
    ),
    act(
        "tra-khong-ly-do",
        "không ghi lý do",
        "trả lại nơi chuyển",
        "Lý do: Trường này là bắt buộc.",
        "leader",
        "tra-lai",
        {"reason": ""},
        given=_line,
        area=f"{LIST}dong/",
    ),
    act(
        "ly-do-qua-dai",
        "lý do dài 5.000 ký tự",
        "trả lại nơi chuyển",
        "Lý do: Tối đa 500 ký tự (đang có 5000).",
        "leader",
        "tra-lai",
        {"reason": "a" * 5000},
        given=_line,
        area=f"{LIST}dong/",
        unchanged=TYPING,
        held=("a" * 5000,),
    ),
    act(
        "tra-loi-khong-co",
        "văn bản trả lời không có",
        "hoàn thành phần việc",
        "Văn bản đi trả lời (số, ký hiệu): Không tìm thấy đúng một văn bản đi có số, ký hiệu “99/KHONG-CO”.",
        "leader",
        "hoan-thanh",
        {"result": "Đã trả lời", "reply": "99/KHONG-CO"},
        given=_line,
        area=f"{LIST}dong/",
        unchanged=TYPING,
        held=("Đã trả lời", "99/KHONG-CO"),
    ),
    act(
        "hoan-thanh-hai-lan",
        "phần việc vừa được hoàn thành ở cửa sổ khác",
        "hoàn thành phần việc",
        "Văn bản vừa được Hệ thống cập nhật (Văn bản đã xử lý xong). Hãy xem lại trước khi thao tác.",
        "leader",
        "hoan-thanh",
        {"result": "Lần hai"},
        given=_line,
        area=f"{LIST}dong/",
        meanwhile=lambda stand, line: complete_line(line.pk, actor=stand.world.leader, result="Xong"),
        status=409,
        unchanged=TYPING,
        held=("Lần hai",),
    ),
    ask(
        "nguoi-ngoai",
        "người ngoài cơ quan mở văn bản",
        "xem văn bản đến",
        "Trang này không tồn tại hoặc không thuộc phạm vi bạn được xem.",
        "stranger",
        LIST + "{}/",
        given=lambda stand: stand.given().pk,
        status=404,
        hides=("trật tự xây dựng",),
    ),
)
