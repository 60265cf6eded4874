# ruff: noqa: E501 — a sentence stands here as people see it, unbroken
"""Bad input, case by case: what is sent, the sentence that answers it, and what must stay as it was.

Each row is run by test_bad_input.py; docs/conformance/dau-vao-xau.md is the same table for people.
"""

import io
import resource
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from unittest import mock

from django.db import connection
from django.test import Client

from congvu.directory.models import Agency
from congvu.directory.tests.factories import AgencyFactory
from congvu.dossiers import services
from congvu.dossiers.messages import Charge, Paper
from congvu.dossiers.models import Dossier
from congvu.dossiers.states import Action
from congvu.dossiers.tests.bad_ground import OWNER, PDF, Stand, act, ask, call, paper, sheet
from congvu.dossiers.tests.world import at
from congvu.procedures.models import ProcedureVersion
from congvu.procedures.tests.factories import RouteFactory
from congvu.ui.tests.bad_input import NOTHING, TYPING, Answer, Case, read, upload


def bomb() -> bytes:
    """Return a ZIP of a few kB that unpacks to 600 MB."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("a.txt", "w", force_zip64=True) as entry,
    ):
        block = b"\0" * (4 * 1024 * 1024)
        for _ in range(150):
            entry.write(block)
    return file.getvalue()


DATES_AND_NUMBERS = (
    sheet(
        "ngay-30-thang-2",
        "ngày sinh 30/02/1990",
        "Ngày sinh: Hãy gõ một ngày hợp lệ, dạng ngày/tháng/năm.",
        {"owner-born_on": "30/02/1990"},
    ),
    sheet(
        "nam-0",
        "ngày sinh năm 0000",
        "Ngày sinh: Hãy gõ một ngày hợp lệ, dạng ngày/tháng/năm.",
        {"owner-born_on": "01/01/0000"},
    ),
    sheet(
        "ngay-sinh-chu",
        "ngày sinh là chữ",
        "Ngày sinh: Hãy gõ một ngày hợp lệ, dạng ngày/tháng/năm.",
        {"owner-born_on": "hôm qua"},
    ),
    sheet(
        "sinh-o-tuong-lai",
        "ngày sinh ở tương lai",
        "Ngày sinh: Ngày sinh không hợp lệ.",
        {"owner-born_on": "01/05/2030", "owner-id_kind": "passport", "owner-id_number": "C1234567"},
    ),
    sheet(
        "sinh-truoc-1900",
        "ngày sinh trước năm 1900",
        "Ngày sinh: Ngày sinh không hợp lệ.",
        {"owner-born_on": "01/05/1871", "owner-id_kind": "passport", "owner-id_number": "C1234567"},
    ),
    sheet(
        "can-cuoc-11-so",
        "số căn cước 11 chữ số",
        "Số định danh, giấy tờ: Số định danh cá nhân/căn cước phải gồm đúng 12 chữ số.",
        {"owner-id_number": "07519001234"},
    ),
    sheet(
        "can-cuoc-co-chu",
        "số căn cước có chữ cái",
        "Số định danh, giấy tờ: Số định danh cá nhân/căn cước phải gồm đúng 12 chữ số.",
        {"owner-id_number": "07519OO12345"},
    ),
    sheet(
        "can-cuoc-sai-tinh",
        "số căn cước có mã tỉnh 999",
        "Số định danh, giấy tờ: Ba chữ số đầu của số căn cước không phải mã tỉnh, thành phố (001–096).",
        {"owner-id_number": "999190012345"},
    ),
    sheet(
        "can-cuoc-12-so-0",
        "số căn cước toàn số 0",
        "Số định danh, giấy tờ: Ba chữ số đầu của số căn cước không phải mã tỉnh, thành phố (001–096).",
        {"owner-id_number": "000000000000"},
    ),
    sheet(
        "can-cuoc-sai-the-ky",
        "chữ số thế kỷ của số căn cước khác năm sinh",
        "Số định danh, giấy tờ: Năm sinh không khớp với số căn cước.",
        {"owner-id_number": "075390012345"},
    ),
    sheet(
        "cmnd-12-so",
        "chọn CMND nhưng gõ 12 chữ số",
        "Số định danh, giấy tờ: Số CMND phải gồm đúng 9 chữ số.",
        {"owner-id_kind": "cmnd"},
    ),
    sheet(
        "ma-so-thue-sai",
        "mã số thuế sai chữ số kiểm tra",
        "Số định danh, giấy tờ: Mã số thuế sai chữ số kiểm tra.",
        {
            "owner-id_kind": "tax",
            "owner-id_number": "0100109107",
            "owner-kind": "business",
            "owner-born_on": "",
        },
    ),
    sheet(
        "dien-thoai-ngan",
        "số điện thoại 5 chữ số",
        "Điện thoại: Số điện thoại gồm 10 hoặc 11 chữ số, bắt đầu bằng 0 hoặc +84.",
        {"owner-phone": "12345"},
    ),
    sheet(
        "dien-thoai-chu",
        "số điện thoại là chữ",
        "Điện thoại: Số điện thoại gồm 10 hoặc 11 chữ số, bắt đầu bằng 0 hoặc +84.",
        {"owner-phone": "không có"},
    ),
    sheet(
        "thu-dien-tu-sai",
        "địa chỉ thư điện tử thiếu tên miền",
        "Thư điện tử: Địa chỉ thư điện tử (email) không hợp lệ.",
        {"owner-email": "buoi@"},
    ),
    sheet(
        "nop-ngay-mai",
        "hồ sơ bưu chính nộp vào ngày mai",
        "Nộp lúc: Thời điểm nộp không được ở tương lai.",
        {"channel": "3", "submitted_at": "17/11/2026 09:00"},
    ),
    sheet(
        "truc-tuyen-khong-gio",
        "hồ sơ trực tuyến không có thời điểm nộp",
        "Nộp lúc: Hãy ghi thời điểm nộp của hồ sơ trực tuyến hoặc bưu chính.",
        {"channel": "2"},
    ),
)

TEXTS = (
    sheet(
        "ky-tu-null",
        "họ tên có ký tự NUL",
        "Họ và tên, tên tổ chức: Không được có ký tự null.",
        {"owner-name": "Trần\x00 Thị Bưởi"},
        kept=("Trần Thị Bưởi", "12 đường 30/4"),
    ),
    sheet(
        "ten-chi-co-dau-cach",
        "họ tên chỉ có dấu cách",
        "Họ và tên, tên tổ chức: Trường này là bắt buộc.",
        {"owner-name": "   "},
    ),
    sheet(
        "ten-10000-ky-tu",
        "họ tên dài 10.000 ký tự",
        "Họ và tên, tên tổ chức: Tối đa 200 ký tự (đang có 10000).",
        {"owner-name": "a" * 10_000},
    ),
    call(
        "nua-ky-tu-surrogate",
        "họ tên có nửa ký tự (lone surrogate)",
        "tiếp nhận (dịch vụ)",
        "Hãy nhập họ và tên (2 đến 200 ký tự).",
        lambda stand, _: services.receive_dossier(
            stand.world.intake(owner=replace(stand.world.intake().owner, name="\ud800")),
            actor=stand.world.clerk,
        ),
        lambda stand: None,
    ),
    Case(
        "ten-ky-tu-ghep-nfd",
        "họ tên gõ bằng ký tự ghép (NFD)",
        "tiếp nhận tại quầy",
        "Trần Thị Bưởi · Đăng ký khai sinh",
        lambda stand, _: _followed(stand, stand.filled(**{"owner-name": "Trâ\u0300n Thi\u0323 Bươ\u0309i"})),
        status=200,
        unchanged="lập đúng một hồ sơ, tên lưu ở dạng dựng sẵn (NFC)",
        more=(("dossiers.dossier", 1), ("dossiers.applicant", 1)),
        hides=("a\u0302\u0300", "i\u0323"),
    ),
    Case(
        "ten-co-ma-lenh",
        "họ tên chứa mã lệnh HTML",
        "tiếp nhận tại quầy",
        "<script>alert(1)</script> Bưởi · Đăng ký khai sinh",
        lambda stand, _: _followed(
            stand, stand.filled(**{"owner-name": "<script>alert(1)</script> Bưởi"}), raw=True
        ),
        status=200,
        unchanged="lập đúng một hồ sơ; mã lệnh hiện thành chữ, không chạy",
        more=(("dossiers.dossier", 1), ("dossiers.applicant", 1)),
        hides=("<script>alert(1)",),
    ),
    act(
        "ghi-chu-trong",
        "ghi chú chỉ có dấu cách",
        "ghi chú",
        "Ghi chú: Trường này là bắt buộc.",
        "specialist",
        "ghi-chu",
        {"text": "  "},
    ),
    act(
        "ly-do-qua-dai",
        "lý do dài 5.000 ký tự",
        "dừng giải quyết",
        "Lý do dừng giải quyết: Tối đa 4000 ký tự (đang có 5000).",
        "specialist",
        "dung",
        {"reason": "a" * 5_000},
    ),
    call(
        "du-lieu-vo-han",
        "dữ liệu biểu mẫu có số vô hạn",
        "tiếp nhận (dịch vụ)",
        "Dữ liệu biểu mẫu có giá trị không hợp lệ.",
        lambda stand, _: services.receive_dossier(
            stand.world.intake(data={"area": float("inf")}), actor=stand.world.clerk
        ),
        lambda stand: None,
    ),
)


def _followed(stand: Stand, sent: dict[str, Any], raw: bool = False) -> Answer:
    """Send a sheet that is accepted, and read the dossier's page."""
    response = stand.client("clerk").post(stand.sheet, sent)
    assert response.status_code == 302, response.status_code
    pk = Dossier.objects.latest("pk").pk
    answer = stand.get("clerk", f"/ho-so/{pk}/")
    if raw:
        answer.page = stand.client("clerk").get(f"/ho-so/{pk}/").content.decode()
    return answer


FILES = (
    paper("tep-rong", "tệp rỗng", "Tệp: Tệp rỗng, hãy chọn lại tệp.", lambda: upload("giay.pdf", b"")),
    paper(
        "tep-qua-lon",
        "tệp lớn hơn giới hạn của máy chủ",
        "Tệp: Tệp “giay.pdf” lớn hơn 1,9 MB; hãy giảm dung lượng hoặc tách tệp.",
        lambda: upload("giay.pdf", PDF + b"\0" * 3_000_000),
    ),
    paper(
        "html-doi-duoi-pdf",
        "trang HTML đặt tên .pdf",
        "Tệp: Tệp “giay.pdf” là trang web (HTML) hoặc có mã lệnh nên không được nhận; hãy lưu thành PDF.",
        lambda: upload("giay.pdf", b"<html><script>alert(1)</script></html>"),
    ),
    paper(
        "exe-doi-duoi-pdf",
        "chương trình EXE đặt tên .pdf",
        "Tệp: Tệp “giay.pdf” là hoặc có chứa chương trình chạy được nên không được nhận.",
        lambda: upload("giay.pdf", b"MZ\x90\0" + b"\0" * 99),
    ),
    paper(
        "anh-svg",
        "ảnh SVG có mã lệnh",
        "Tệp: Tệp “anh.txt” là ảnh SVG, có thể chứa mã lệnh nên không được nhận; hãy lưu thành PNG hoặc PDF.",
        lambda: upload("anh.txt", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ),
    paper(
        "bom-zip",
        "tệp nén vài trăm kB bung ra 600 MB",
        "Tệp: Tệp nén “ho-so.zip” bung ra quá lớn hoặc có quá nhiều tệp con nên không được nhận.",
        lambda: upload("ho-so.zip", bomb()),
    ),
    paper(
        "pdf-doi-duoi-docx",
        "tệp PDF đặt tên .docx",
        "Tệp: Tệp “don.docx” có đuôi .docx nhưng nội dung là tệp PDF (.pdf); hãy chọn đúng tệp.",
        lambda: upload("don.docx", PDF),
    ),
    paper(
        "tep-hong",
        "tệp nén bị cắt mất phần cuối",
        "Tệp: Tệp “ho-so.zip” bị hỏng, không mở được; hãy tạo lại tệp.",
        lambda: upload("ho-so.zip", b"PK\x03\x04" + b"\0" * 40),
    ),
    paper(
        "duoi-la",
        "tệp đuôi .exe",
        "Tệp: Không nhận tệp đuôi .exe (“cai-dat.exe”). Các đuôi được nhận: .pdf, .png, .jpg, .jpeg, .tif, .tiff, .docx, .xlsx, .pptx, .odt, .ods, .doc, .xls, .zip, .xml, .edxml, .p7s, .p7m, .txt, .csv.",
        lambda: upload("cai-dat.exe", b"MZ"),
    ),
    call(
        "tep-cua-nguoi-khac",
        "tệp do cán bộ khác tải lên",
        "thêm tệp (dịch vụ)",
        "Tệp đính kèm không còn hoặc không phải do bạn tải lên. Hãy tải lại tệp.",
        lambda stand, given: services.attach_file(given[0].pk, given[1], actor=stand.world.specialist),
        lambda stand: (stand.appraising(), stand.stored("upper_clerk")),
    ),
    call(
        "tep-gia-trong-tiep-nhan",
        "mã tệp của người khác trong biểu mẫu tiếp nhận",
        "tiếp nhận (dịch vụ)",
        "Tệp đính kèm không còn hoặc không phải do bạn tải lên. Hãy tải lại tệp.",
        lambda stand, file: services.receive_dossier(
            stand.world.intake(papers=(Paper("Tờ khai", file_ids=(file.pk,)),)), actor=stand.world.clerk
        ),
        lambda stand: stand.stored("upper_clerk"),
    ),
    call(
        "giay-to-cua-ho-so-khac",
        "gắn tệp vào giấy tờ của hồ sơ khác",
        "thêm tệp (dịch vụ)",
        "Giấy tờ này không thuộc hồ sơ.",
        lambda stand, given: services.attach_file(
            given[0].pk, given[2], actor=stand.world.specialist, component_id=given[1].components.first().pk
        ),
        lambda stand: (stand.appraising(), stand.received(), stand.stored("specialist")),
    ),
)


CATALOGUE = (
    sheet(
        "thu-tuc-het-hieu-luc",
        "thủ tục hết hiệu lực trong lúc gõ",
        "Thủ tục này vừa hết hiệu lực hoặc chưa công bố. Hãy chọn lại thủ tục.",
        {},
        status=409,
        do=lambda stand, sent: stand.post("clerk", stand.sheet, sent),
        given=lambda stand: _then(
            stand.filled(),
            ProcedureVersion.objects.filter(pk=stand.world.version.pk).update(status="retired"),
        ),
    ),
    sheet(
        "truong-hop-thu-tuc-khac",
        "trường hợp không có trong thủ tục",
        "Trường hợp: “77” không có trong danh sách. Hãy chọn lại.",
        {"case": "77"},
    ),
    call(
        "truong-hop-gia",
        "trường hợp của thủ tục khác",
        "tiếp nhận (dịch vụ)",
        "Trường hợp không có trong thủ tục này.",
        lambda stand, _: services.receive_dossier(stand.world.intake(case_no=9), actor=stand.world.clerk),
        lambda stand: None,
    ),
    sheet(
        "thu-tuc-cua-bo",
        "thủ tục giải quyết trên hệ thống của bộ",
        "Thủ tục này được giải quyết trên Hệ thống đăng ký kinh doanh, không tiếp nhận tại đây.",
        {},
        do=lambda stand, sent: stand.post("clerk", stand.sheet, sent),
        given=lambda stand: _then(stand.filled(), RouteFactory(procedure=stand.world.version.procedure)),
    ),
    sheet(
        "co-quan-giai-the",
        "cơ quan giải quyết vừa giải thể",
        "Cơ quan tiếp nhận hoặc cơ quan giải quyết không có hoặc đã kết thúc hoạt động.",
        {},
        do=lambda stand, sent: stand.post("clerk", stand.sheet, sent),
        given=lambda stand: _then(
            stand.filled(),
            Agency.objects.filter(pk=stand.world.commune.pk).update(closed_on=date(2026, 11, 1)),
        ),
    ),
    sheet(
        "co-quan-gia",
        "mã cơ quan giải quyết bị sửa",
        "Cơ quan giải quyết: “999999” không có trong danh sách. Hãy chọn lại.",
        {"competent": "999999"},
    ),
    call(
        "co-quan-to-chuc-khac",
        "cơ quan giải quyết thuộc tổ chức khác",
        "tiếp nhận (dịch vụ)",
        "Cơ quan tiếp nhận hoặc cơ quan giải quyết không có hoặc đã kết thúc hoạt động.",
        lambda stand, agency: services.receive_dossier(
            stand.world.intake(competent_agency_id=agency.pk), actor=stand.world.clerk
        ),
        lambda stand: AgencyFactory(realm="khac", key="to-chuc-khac"),
    ),
    sheet(
        "cach-nhan-gia",
        "cách nhận kết quả bị sửa",
        "Nhận kết quả: “bo-cau” không có trong danh sách. Hãy chọn lại.",
        {"return_by": "bo-cau"},
    ),
    sheet(
        "khoa-bieu-mau-hong",
        "khóa của biểu mẫu bị sửa",
        "Biểu mẫu: Biểu mẫu không còn dùng được. Hãy mở lại trang này.",
        {"request_key": "không"},
    ),
    call(
        "khoa-cua-nguoi-khac",
        "khóa biểu mẫu của cán bộ khác",
        "tiếp nhận (dịch vụ)",
        "Biểu mẫu này đã được cán bộ khác gửi. Hãy mở biểu mẫu mới.",
        lambda stand, key: services.receive_dossier(
            stand.world.intake(request_key=key), actor=stand.world.upper_clerk
        ),
        lambda stand: stand.received().request_key,
    ),
    Case(
        "gui-hai-lan",
        "bấm “Tiếp nhận” hai lần",
        "tiếp nhận tại quầy",
        "Đăng ký khai sinh",
        lambda stand, sent: _twice(stand, sent),
        lambda stand: stand.filled(),
        status=200,
        unchanged="lập đúng một hồ sơ",
        more=(("dossiers.dossier", 1), ("dossiers.step", 1), ("audit.event", 1)),
    ),
)

MONEY_AND_COUNTS = (
    sheet(
        "phi-am",
        "mức thu âm",
        "Mức thu (đồng): Giá trị phải từ 0 trở lên.",
        {},
        do=lambda stand, name: stand.post("clerk", stand.sheet, stand.filled(**{name: "-8000"})),
        given=lambda stand: stand.row("-unit_price"),
    ),
    sheet(
        "phi-chu",
        "mức thu là chữ",
        "Mức thu (đồng): Hãy nhập số nguyên.",
        {},
        do=lambda stand, name: stand.post("clerk", stand.sheet, stand.filled(**{name: "tám nghìn"})),
        given=lambda stand: stand.row("-unit_price"),
    ),
    call(
        "phi-gia",
        "mức thu không phải số",
        "tiếp nhận (dịch vụ)",
        "Khoản thu “Lệ phí”: số tiền hoặc số lượng không hợp lệ.",
        lambda stand, _: services.receive_dossier(
            stand.world.intake(charges=(Charge("Lệ phí", "8000"),)), actor=stand.world.clerk
        ),  # type: ignore[arg-type]
        lambda stand: None,
    ),
    call(
        "phi-vuot-nguong",
        "mức thu hơn một nghìn tỷ đồng",
        "tiếp nhận (dịch vụ)",
        "Khoản thu “Lệ phí”: số tiền hoặc số lượng không hợp lệ.",
        lambda stand, _: services.receive_dossier(
            stand.world.intake(charges=(Charge("Lệ phí", 10**13),)), actor=stand.world.clerk
        ),
        lambda stand: None,
    ),
    sheet(
        "so-ban-am",
        "số bản của giấy tờ là −1",
        "Số lượng: Giá trị phải từ 1 trở lên.",
        {},
        do=lambda stand, name: stand.post("clerk", stand.sheet, stand.filled(**{name: "-1"})),
        given=lambda stand: next(
            n for n in stand.form("clerk", stand.sheet) if n.startswith("paper-") and n.endswith("-quantity")
        ),
    ),
    sheet(
        "so-ban-qua-lon",
        "số bản của giấy tờ là 100.000",
        "Số lượng: Giá trị không được quá 999.",
        {},
        do=lambda stand, name: stand.post("clerk", stand.sheet, stand.filled(**{name: "100000"})),
        given=lambda stand: next(
            n for n in stand.form("clerk", stand.sheet) if n.startswith("paper-") and n.endswith("-quantity")
        ),
    ),
    call(
        "qua-nhieu-giay-to",
        "501 loại giấy tờ",
        "tiếp nhận (dịch vụ)",
        "Hồ sơ có tối đa 500 loại giấy tờ.",
        lambda stand, _: services.receive_dossier(
            stand.world.intake(papers=tuple(Paper(f"Giấy {n}") for n in range(501))), actor=stand.world.clerk
        ),
        lambda stand: None,
    ),
    act(
        "bien-lai-trong",
        "số biên lai chỉ có dấu cách",
        "thu phí, lệ phí",
        "Số biên lai, chứng từ nộp tiền: Trường này là bắt buộc.",
        "clerk",
        "thu-phi",
        {"receipt_no": "  "},
        given=Stand.unpaid,
    ),
    act(
        "tra-khi-chua-thu-tien",
        "trả kết quả khi còn phí chưa nộp",
        "trả kết quả",
        "Hồ sơ còn khoản phí, lệ phí chưa nộp. Hãy thu trước khi trả kết quả.",
        "clerk",
        "tra-ket-qua",
        {"way": "counter", "receiver": "Trần Thị Bưởi"},
        given=Stand.unpaid,
    ),
)

TWO_OFFICERS = (
    act(
        "phien-ban-cu",
        "người khác vừa gia hạn hồ sơ",
        "yêu cầu bổ sung",
        "Hồ sơ vừa được Phạm Thị Hoa cập nhật (Phạm Thị Hoa xin lỗi và gia hạn, từ 09:00 19/11/2026 đến 17:00 30/11/2026). Hãy xem lại trước khi thao tác.",
        "specialist",
        "yeu-cau-bo-sung",
        {"items": "Bản sao hộ chiếu", "reason": "Thiếu giấy tờ"},
        status=409,
        meanwhile=lambda stand, dossier: services.extend_dossier(
            dossier.pk, actor=stand.world.head, new_due_at=at("2026-11-30 17:00"), reason="Quá tải"
        ),
    ),
    act(
        "ho-so-vua-dung",
        "hồ sơ vừa được dừng giải quyết",
        "trình kết quả",
        "Hồ sơ vừa được Phạm Thị Hoa cập nhật (Phạm Thị Hoa dừng giải quyết hồ sơ theo đề nghị). Hãy xem lại trước khi thao tác.",
        "specialist",
        "trinh",
        {"name": "Giấy khai sinh", "content": "Đủ điều kiện"},
        status=409,
        meanwhile=lambda stand, dossier: services.stop_dossier(
            dossier.pk, actor=stand.world.head, reason="Theo đơn"
        ),
    ),
    act(
        "hoan-thanh-hai-lan",
        "bấm “Chuyển xử lý” hai lần",
        "hoàn thành bước",
        "Hồ sơ vừa được Nguyễn Thị Lan cập nhật (Nguyễn Thị Lan hoàn thành “Tiếp nhận hồ sơ”). Hãy xem lại trước khi thao tác.",
        "clerk",
        "hoan-thanh",
        {"note": "Hồ sơ đủ"},
        given=Stand.received,
        status=409,
        meanwhile=lambda stand, dossier: services.complete_step(dossier.pk, "s1", actor=stand.world.clerk),
    ),
    call(
        "buoc-da-dong",
        "bước đã có người xử lý xong",
        "hoàn thành bước (dịch vụ)",
        "Bước này không còn mở; có thể người khác đã xử lý.",
        lambda stand, dossier: services.complete_step(dossier.pk, "s1", actor=stand.world.clerk),
    ),
    call(
        "buoc-cua-nguoi-khac",
        "bước do đơn vị khác giữ",
        "hoàn thành bước (dịch vụ)",
        "Bước “Thẩm định” không do bạn xử lý.",
        lambda stand, dossier: services.complete_step(dossier.pk, "s2", actor=stand.world.clerk),
    ),
    act(
        "phien-ban-gia",
        "số phiên bản của hồ sơ bị sửa thành chữ",
        "trình kết quả",
        "Phiên bản hồ sơ: biểu mẫu không còn đúng với hồ sơ; hãy mở lại hồ sơ.",
        "specialist",
        "trinh",
        {"name": "Giấy khai sinh"},
        forged={"version": "x"},
    ),
    act(
        "buoc-gia",
        "mã bước bị sửa",
        "trình kết quả",
        "Hiện không thể “Trình kết quả”: hồ sơ đã sang bước khác, hoặc không còn ở bạn.",
        "specialist",
        "trinh",
        {"name": "Giấy khai sinh", "content": "Đủ điều kiện"},
        forged={"step": "s9; DROP TABLE"},
        status=409,
    ),
    call(
        "thao-tac-sai-trang-thai",
        "trả kết quả khi hồ sơ đang xử lý",
        "trả kết quả (dịch vụ)",
        "Hồ sơ đang ở trạng thái “Đang xử lý”, không thể thực hiện “Trả kết quả”.",
        lambda stand, dossier: services.return_result(
            dossier.pk, actor=stand.world.clerk, way="counter", receiver="A"
        ),
    ),
)

RULES = (
    call(
        "hoan-tac-qua-muon",
        "hoàn tác sau 31 phút",
        "hoàn tác bước (dịch vụ)",
        "Không thể hoàn tác: bước sau đã được xử lý, đã chuyển cơ quan khác hoặc đã quá 30 phút.",
        lambda stand, dossier: services.undo_step(
            dossier.pk, dossier.steps.get(key="s1").pk, actor=stand.world.clerk
        ),
        lambda stand: _then(stand.appraising(), stand.clock.move_to(at("2026-11-16 09:31"))),
    ),
    call(
        "hoan-tac-buoc-nguoi-khac",
        "hoàn tác bước của người khác",
        "hoàn tác bước (dịch vụ)",
        "Không có bước nào của bạn để hoàn tác.",
        lambda stand, dossier: services.undo_step(
            dossier.pk, dossier.steps.get(key="s1").pk, actor=stand.world.specialist
        ),
    ),
    act(
        "gia-han-som-hon",
        "hạn mới trước hạn cũ",
        "gia hạn",
        "Hạn trả kết quả mới: Hạn mới phải sau hạn cũ.",
        "specialist",
        "gia-han",
        {"new_due_at": "16/11/2026 10:00", "reason": "Quá tải"},
    ),
    act(
        "gia-han-ngay-sai",
        "hạn mới là ngày 32/13/2026",
        "gia hạn",
        "Hạn trả kết quả mới: Hãy gõ ngày giờ hợp lệ, dạng ngày/tháng/năm giờ:phút.",
        "specialist",
        "gia-han",
        {"new_due_at": "32/13/2026 10:00", "reason": "Quá tải"},
    ),
    act(
        "gia-han-khong-ly-do",
        "gia hạn không ghi lý do",
        "gia hạn",
        "Lý do chậm trễ: Trường này là bắt buộc.",
        "specialist",
        "gia-han",
        {"new_due_at": "30/11/2026 17:00", "reason": " "},
    ),
    call(
        "gia-han-lan-hai",
        "gia hạn lần thứ hai",
        "gia hạn (dịch vụ)",
        "Hồ sơ đã được gia hạn một lần, không được hẹn lại lần nữa.",
        lambda stand, dossier: services.extend_dossier(
            dossier.pk, actor=stand.world.head, new_due_at=at("2026-12-07 17:00"), reason="Lần nữa"
        ),
        lambda stand: _extended(stand, stand.appraising()),
    ),
    call(
        "gia-han-sau-khi-qua-han",
        "gia hạn khi hồ sơ đã quá hạn",
        "gia hạn (dịch vụ)",
        "Hồ sơ đã quá hạn từ 09:00 19/11/2026; chỉ xin lỗi và gia hạn được trước khi hết hạn.",
        lambda stand, dossier: services.extend_dossier(
            dossier.pk, actor=stand.world.head, new_due_at=at("2026-12-07 17:00"), reason="Quá tải"
        ),
        lambda stand: _then(stand.appraising(), stand.clock.move_to(at("2026-11-23 09:00"))),
    ),
    act(
        "bo-sung-khong-muc",
        "yêu cầu bổ sung không nêu giấy tờ nào",
        "yêu cầu bổ sung",
        "Nội dung cần bổ sung, hoàn thiện: Hãy ghi ít nhất một nội dung cần bổ sung, hoàn thiện.",
        "specialist",
        "yeu-cau-bo-sung",
        {"items": " - • ", "reason": "Thiếu giấy tờ"},
        kept=("Thiếu giấy tờ",),
    ),
    act(
        "bo-sung-khong-ly-do",
        "yêu cầu bổ sung không ghi lý do",
        "yêu cầu bổ sung",
        "Lý do: Trường này là bắt buộc.",
        "specialist",
        "yeu-cau-bo-sung",
        {"items": "Bản sao hộ chiếu", "reason": " "},
    ),
    call(
        "bo-sung-lan-hai-khong-can-cu",
        "yêu cầu bổ sung lần hai không ghi căn cứ pháp lý",
        "yêu cầu bổ sung (dịch vụ)",
        "Hồ sơ đã được yêu cầu bổ sung một lần; yêu cầu thêm phải ghi căn cứ pháp lý cho phép.",
        lambda stand, dossier: services.request_supplement(
            dossier.pk, actor=stand.world.specialist, items=["Tờ khai"], reason="Sai"
        ),
        lambda stand: _supplemented(stand, stand.appraising()),
    ),
    act(
        "tu-choi-khong-ly-do",
        "từ chối tiếp nhận không ghi lý do",
        "từ chối tiếp nhận",
        "Lý do từ chối: Trường này là bắt buộc.",
        "clerk",
        "tu-choi",
        {"reason": " ", "legal_basis": "Điều 17 Nghị định 118/2025/NĐ-CP"},
        given=Stand.draft,
    ),
    act(
        "tu-choi-khong-can-cu",
        "từ chối giải quyết không ghi căn cứ",
        "từ chối giải quyết",
        "Căn cứ pháp lý: Trường này là bắt buộc.",
        "specialist",
        "tu-choi-giai-quyet",
        {"reason": "Không đủ điều kiện", "legal_basis": ""},
    ),
    act(
        "dung-khong-ly-do",
        "dừng giải quyết không ghi lý do",
        "dừng giải quyết",
        "Lý do dừng giải quyết: Trường này là bắt buộc.",
        "specialist",
        "dung",
        {"reason": " ", "papers_returned": "Bản chính giấy chứng sinh"},
    ),
    act(
        "y-kien-don-vi-la",
        "hỏi ý kiến đơn vị không có trong danh bạ",
        "lấy ý kiến",
        "Đơn vị được hỏi: Không có tên nào trong danh sách khớp “không có đâu”.",
        "specialist",
        "lay-y-kien",
        {"unit_id": "không có đâu", "question": "Hỏi?", "due_at": "20/11/2026 17:00"},
    ),
    act(
        "y-kien-han-da-qua",
        "hạn trả lời ý kiến đã qua",
        "lấy ý kiến",
        "Hạn trả lời: Hạn trả lời phải ở tương lai.",
        "specialist",
        "lay-y-kien",
        {"unit_id": "phong quy hoach", "question": "Hỏi?", "due_at": "01/11/2026 17:00"},
    ),
    act(
        "im-lang-khong-can-cu",
        "coi im lặng là đồng ý mà không ghi căn cứ",
        "lấy ý kiến",
        "Căn cứ pháp lý: Chỉ được coi im lặng là đồng ý khi ghi căn cứ pháp lý.",
        "specialist",
        "lay-y-kien",
        {"unit_id": "phong quy hoach", "question": "Hỏi?", "due_at": "20/11/2026 17:00"},
        forged={"silence_is_consent": "on"},
    ),
    call(
        "cap-so-khi-chua-ky",
        "cấp số khi kết quả chưa ký",
        "cấp số (dịch vụ)",
        "Kết quả chưa được ký, không thể cấp số.",
        lambda stand, dossier: services.issue_result(dossier.pk, "s4", actor=stand.world.registry),
        lambda stand: _unsigned(stand),
    ),
    act(
        "so-ket-qua-gia",
        "gửi kèm số kết quả tự đặt",
        "trình kết quả",
        "Tên kết quả: Trường này là bắt buộc.",
        "specialist",
        "trinh",
        {"name": " "},
        forged={"number": "7", "notation": "07/UBND", "state": "issued"},
    ),
    act(
        "tra-khong-nguoi-nhan",
        "trả tại quầy không ghi người nhận",
        "trả kết quả",
        "Người nhận kết quả: Hãy ghi họ tên người nhận kết quả.",
        "clerk",
        "tra-ket-qua",
        {"way": "counter", "receiver": " "},
        given=Stand.done,
    ),
    act(
        "tra-buu-chinh-khong-so",
        "trả qua bưu chính không ghi số hiệu bưu gửi",
        "trả kết quả",
        "Số hiệu bưu gửi hoặc địa chỉ nhận bản điện tử: Hãy ghi số hiệu bưu gửi.",
        "clerk",
        "tra-ket-qua",
        {"way": "post", "reference": ""},
        given=Stand.done,
    ),
    call(
        "giao-sai-nguoi",
        "phân công cho cán bộ không giữ vai trò",
        "phân công (dịch vụ)",
        "Cán bộ được giao không giữ vai trò xử lý bước này tại cơ quan, hoặc không được xem hồ sơ.",
        lambda stand, dossier: services.assign_step(
            dossier.pk, "s2", actor=stand.world.head, officer_id=stand.world.upper_clerk.officer_id
        ),
    ),
    call(
        "chuyen-co-quan-dong",
        "chuyển hồ sơ đến cơ quan đã giải thể",
        "chuyển cơ quan (dịch vụ)",
        "Cơ quan nhận không có, đã kết thúc hoạt động hoặc thuộc tổ chức khác.",
        lambda stand, dossier: services.hand_over_dossier(
            dossier.pk, "s2", actor=stand.world.specialist, agency_id=stand.world.department.pk, reason="Sai"
        ),
        lambda stand: _then(
            stand.appraising(),
            Agency.objects.filter(pk=stand.world.department.pk).update(closed_on=date(2026, 11, 1)),
        ),
    ),
    call(
        "nguoi-khac-nop-khong-can-cu",
        "nộp thay không ghi căn cứ",
        "tiếp nhận (dịch vụ)",
        "Hãy ghi căn cứ để người khác nộp thay (giấy ủy quyền, quan hệ).",
        lambda stand, _: services.receive_dossier(
            stand.world.intake(
                submitter=replace(stand.world.intake().owner, id_number="075085099999", born_on=None)
            ),
            actor=stand.world.clerk,
        ),
        lambda stand: None,
    ),
    sheet(
        "so-giay-to-nguoi-khac",
        "số giấy tờ đã đăng ký cho người khác",
        "Họ và tên, tên tổ chức: Số giấy tờ này đã đăng ký cho “Trần Thị Bưởi”. Hãy kiểm tra lại họ tên hoặc số giấy tờ; nếu người này đã đổi họ tên hợp pháp, hãy ghi căn cứ.",
        {"owner-name": "Lê Văn Khác"},
        given=lambda stand: stand.received(),
    ),
)

DOORS = (
    Case(
        "thieu-quyen",
        "vai trò không có quyền",
        "ký duyệt",
        "Vị trí công tác hiện tại của bạn không có quyền mở trang này. Nếu bạn cần quyền này, hãy liên hệ người "
        "quản trị của cơ quan.",
        lambda stand, d: stand.post("clerk", f"/ho-so/{d.pk}/ky/", {"version": d.version}),
        Stand.proposed,
        status=403,
    ),
    Case(
        "ho-so-co-quan-khac",
        "hồ sơ của cơ quan khác",
        "hoàn thành bước",
        "Trang này không tồn tại hoặc không thuộc phạm vi bạn được xem.",
        lambda stand, d: stand.post("stranger", f"/ho-so/{d.pk}/hoan-thanh/", {"version": d.version}),
        Stand.appraising,
        ("stranger",),
        status=404,
    ),
    Case(
        "ma-ho-so-gia",
        "mã hồ sơ không có",
        "mở hồ sơ",
        "Trang này không tồn tại hoặc không thuộc phạm vi bạn được xem.",
        lambda stand, d: stand.get("clerk", "/ho-so/987654321/"),
        status=404,
    ),
    Case(
        "sai-phuong-thuc",
        "mở bằng GET việc chỉ nhận POST",
        "xóa bộ lọc",
        "Việc này chỉ làm được bằng nút trên màn hình. Hãy quay lại trang trước và dùng nút ở đó.",
        lambda stand, _: stand.get("clerk", "/bo-loc/1/xoa/"),
        status=405,
    ),
    ask(
        "tim-toan-tu",
        "từ khóa là toán tử của bộ tìm kiếm",
        "tìm kiếm",
        "Không tìm thấy gì cho “\" * OR NEAR ( : '”",
        url="/tim-kiem/?q=%22 * OR NEAR ( : ' &quot;",
    ),
    ask(
        "tim-ky-tu-null",
        "từ khóa có ký tự NUL",
        "tìm kiếm",
        "Không tìm thấy gì cho “ab”",
        url="/tim-kiem/?q=a%00b",
    ),
    ask(
        "tim-10000-ky-tu",
        "từ khóa dài 10.000 ký tự",
        "tìm kiếm",
        "Chỉ tìm trong những gì đơn vị bạn tham gia. Hãy thử ít chữ hơn, hoặc số định danh, số ký hiệu.",
        url="/tim-kiem/?q=" + "a" * 10_000,
    ),
    ask(
        "con-tro-gia",
        "con trỏ trang của danh sách bị sửa",
        "xem hộp việc",
        "Việc cần xử lý",
        url="/?cu=1e999_%27&moi=x_y",
    ),
    ask(
        "con-tro-danh-sach-gia",
        "con trỏ và cỡ trang âm",
        "xem danh sách",
        "Mọi hồ sơ mà bạn được xem, mới nhất trước",
        url="/ho-so/?cu=-5&moi=abc&so=-1",
    ),
    ask(
        "bo-loc-la",
        "giá trị lọc không có trong danh mục",
        "xem danh sách",
        "Trạng thái: “bay” không có trong danh sách. Hãy chọn lại.",
        url="/ho-so/?trang_thai=bay&kenh=9&tu=32/13/2026",
        status=422,
    ),
    ask(
        "hop-viec-loc-la",
        "giá trị lọc của hộp việc không có trong danh mục",
        "xem hộp việc",
        "Việc cần xử lý",
        url="/?nhom=khong-co&kenh=9&loai-buoc=bay&hop=la",
    ),
    Case(
        "hang-loat-qua-nhieu",
        "chọn 201 hồ sơ",
        "làm hàng loạt",
        "Chọn tối đa 200 hồ sơ một lần.",
        lambda stand, d: stand.post("clerk", "/hang-loat/", {"viec": "complete", "chon": [*range(1, 202)]}),
        Stand.received,
    ),
    Case(
        "hang-loat-la",
        "mã trùng, mã lạ và hồ sơ của cơ quan khác",
        "làm hàng loạt",
        "Đã thực hiện với 0 hồ sơ. 2 hồ sơ không thực hiện được, vì lý do ghi bên dưới.",
        lambda stand, d: stand.post(
            "stranger", "/hang-loat/", {"viec": "complete", "chon": [d.pk, d.pk, "999999", "x"]}
        ),
        Stand.received,
        ("stranger",),
        status=200,
    ),
    call(
        "hang-loat-viec-la",
        "việc không làm hàng loạt được",
        "làm hàng loạt (dịch vụ)",
        "Thao tác này không làm hàng loạt được.",
        lambda stand, d: services.apply_bulk([d.pk], Action.SIGN, actor=stand.world.leader),
    ),
)

TROUBLE = (
    Case(
        "thieu-csrf",
        "biểu mẫu mở quá lâu, mất mã chống giả mạo (CSRF)",
        "thêm ghi chú",
        "Phiên làm việc đã hết hạn hoặc trang mở quá lâu nên chưa có gì được ghi.",
        lambda stand, given: read(
            given[0].post(
                given[1],
                {"version": "1", "text": "Đã gọi điện cho người nộp"},
                headers={"Origin": "http://testserver"},
            )
        ),
        lambda stand: (_strict(stand), f"/ho-so/{stand.received().pk}/ghi-chu/"),
        status=403,
        unchanged=f"{NOTHING}; nội dung đã gõ còn để gửi lại",
        held=("Đã gọi điện cho người nộp",),
    ),
    Case(
        "csrf-tu-trang-la",
        "trang lạ gửi biểu mẫu thay cán bộ",
        "thêm ghi chú",
        "Phiên làm việc đã hết hạn hoặc trang mở quá lâu nên chưa có gì được ghi.",
        lambda stand, given: read(
            given[0].post(given[1], {"text": "Kẻ lạ viết"}, headers={"Origin": "http://la.example"})
        ),
        lambda stand: (_strict(stand), f"/ho-so/{stand.received().pk}/ghi-chu/"),
        status=403,
        unchanged=f"{NOTHING}; nội dung của trang lạ không được mời gửi lại",
        hides=("Kẻ lạ viết",),
    ),
    Case(
        "bieu-mau-qua-lon",
        "biểu mẫu lớn hơn 5 MB",
        "tiếp nhận tại quầy",
        "Tệp hoặc biểu mẫu vượt quá dung lượng cho phép. Hãy chia nhỏ hoặc nén tệp rồi gửi lại.",
        lambda stand, _: stand.post("clerk", stand.sheet, {"summary": "a" * 6_000_000}),
        status=413,
    ),
    Case(
        "qua-nhieu-truong",
        "biểu mẫu có 3.000 trường",
        "tiếp nhận tại quầy",
        "Tệp hoặc biểu mẫu vượt quá dung lượng cho phép. Hãy chia nhỏ hoặc nén tệp rồi gửi lại.",
        lambda stand, _: stand.post("clerk", stand.sheet, {f"x{n}": "" for n in range(3_000)}),
        status=413,
    ),
    Case(
        "sai-kieu-noi-dung",
        "gửi JSON thay cho biểu mẫu",
        "dừng giải quyết",
        "Lý do dừng giải quyết: Trường này là bắt buộc.",
        lambda stand, d: read(
            stand.client("clerk").post(f"/ho-so/{d.pk}/dung/", '{"reason": "x"}', "application/json")
        ),
        Stand.received,
    ),
    Case(
        "multipart-hong",
        "biểu mẫu nhiều phần (multipart) bị cắt, thiếu dấu ngăn",
        "thêm tệp vào hồ sơ",
        "Máy chủ không hiểu yêu cầu này. Hãy quay lại trang trước và thử lại.",
        lambda stand, d: read(
            stand.client("clerk").post(
                f"/ho-so/{d.pk}/them-tep/", b"--x\r\nContent-Disp", "multipart/form-data; boundary="
            )
        ),
        Stand.received,
        status=400,
    ),
    Case(
        "ten-byte-hong",
        "họ tên có byte không phải UTF-8",
        "tiếp nhận tại quầy",
        "Họ và tên, tên tổ chức: Họ tên hoặc địa chỉ có ký tự hỏng (�). Hãy gõ lại.",
        lambda stand, _: _broken_bytes(stand),
        held=("075190012345", "12 đường 30/4", "Con thứ hai"),
        unchanged=TYPING,
    ),
    Case(
        "het-phien-khi-tiep-nhan",
        "phiên làm việc hết giữa lúc nhập hồ sơ",
        "tiếp nhận tại quầy",
        "Phiên làm việc hết đúng lúc bạn gửi; chưa có gì được lưu.",
        lambda stand, sent: _signed_out(stand, sent),
        lambda stand: stand.filled(),
        status=200,
        unchanged=f"{NOTHING}; mọi nội dung đã gõ chờ để gửi tiếp sau khi đăng nhập lại",
        apart=frozenset({"directory.officer"}),
        held=(OWNER["owner-name"], OWNER["owner-id_number"], OWNER["owner-address"], "Con thứ hai"),
    ),
    Case(
        "het-cho-dia",
        "ổ đĩa không ghi thêm được khi đang lưu tệp",
        "thêm tệp vào hồ sơ",
        "Máy chủ chưa lưu được tệp “ban-ve.pdf” (có thể đã hết chỗ); hãy báo quản trị rồi thử lại.",
        lambda stand, d: _on_a_full_disk(stand, d),
        Stand.appraising,
        ("specialist",),
        status=409,
        unchanged=f"{NOTHING}; không tệp tạm nào còn lại trên đĩa",
    ),
)


def _strict(stand: Stand) -> Client:
    """Return the clerk's browser as it really is: forms without the token are refused."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = stand.client("clerk").cookies
    return browser


def _broken_bytes(stand: Stand) -> Answer:
    """Send a sheet as bytes, with a name that is no UTF-8 (half a surrogate pair)."""
    from urllib.parse import urlencode

    sent = {**stand.filled(), "owner-name": "@@"}
    body = urlencode(sent).replace("%40%40", "%ED%A0%80B%FFi").encode()
    return read(stand.client("clerk").post(stand.sheet, body, "application/x-www-form-urlencoded"))


def _signed_out(stand: Stand, sent: dict[str, Any]) -> Answer:
    """Lose the session, send the sheet, sign in again, and read what waits."""
    browser = stand.client("clerk")
    del browser.cookies["sessionid"]
    asked = browser.post(stand.sheet, sent)
    assert asked.headers["Location"] == "/tai-khoan/login/?next=/ca-nhan/tiep-tuc/"
    kept = browser.session["kept_post"]
    browser.force_login(stand.officer("clerk"), "allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session["kept_post"] = kept
    session.save()
    return stand.get("clerk", "/ca-nhan/tiep-tuc/")


@contextmanager
def _full_disk(most: int) -> Iterator[None]:
    """Let the system refuse to write more than `most` bytes to any file of this process."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _on_a_full_disk(stand: Stand, dossier: Dossier) -> Answer:
    url = f"/ho-so/{dossier.pk}/them-tep/"
    sent = {**stand.form("specialist", url), "uploads": upload("ban-ve.pdf", PDF + b"\0" * 1_500_000)}
    with _full_disk(1_000_000):
        answer = stand.post("specialist", url, sent)
    left = [path for path in stand.settings.MEDIA_ROOT.rglob("*") if path.is_file() and path.name != ".lock"]
    assert not left, left
    return answer


def _then(first: Any, _second: Any) -> Any:
    """Return the first of two things done one after the other."""
    return first


def _extended(stand: Stand, dossier: Dossier) -> Dossier:
    services.extend_dossier(
        dossier.pk, actor=stand.world.head, new_due_at=at("2026-11-30 17:00"), reason="Quá tải"
    )
    return dossier


def _supplemented(stand: Stand, dossier: Dossier) -> Dossier:
    services.request_supplement(
        dossier.pk, actor=stand.world.specialist, items=["Bản sao"], reason="Thiếu", legal_basis="Điều 9"
    )
    services.resume_dossier(dossier.pk, actor=stand.world.clerk)
    return dossier


def _unsigned(stand: Stand) -> Dossier:
    """A dossier that stands at issuing although nothing was signed."""
    dossier = stand.proposed()
    dossier.steps.filter(key="s3").update(
        key="s4",
        type="issue",
        role="registry",
        name="Vào sổ, cấp số",
        holder=f"u{stand.world.office.pk}:registry",
    )
    return dossier


def _twice(stand: Stand, sent: dict[str, Any]) -> Answer:
    """Send a sheet twice; both answers lead to the same dossier."""
    first, second = (stand.client("clerk").post(stand.sheet, sent).headers["Location"] for _ in range(2))
    assert first == second
    return stand.get("clerk", first)


LIVE = (
    Case(
        "csdl-bi-khoa",
        "cơ sở dữ liệu (SQLite) bị chương trình khác khóa quá thời gian chờ",
        "tiếp nhận tại quầy",
        "Cơ sở dữ liệu đang bận hoặc mất kết nối nên việc vừa rồi chưa được ghi lại; không có gì ghi dở dang. "
        "Hãy gửi lại sau ít phút.",
        lambda stand, sent: _while_locked(stand, sent),
        lambda stand: stand.filled(),
        status=503,
        unchanged=f"{NOTHING}; nội dung đã gõ còn để gửi lại",
        held=(OWNER["owner-name"], OWNER["owner-address"], "Con thứ hai"),
    ),
    Case(
        "mat-ket-noi-giua-chung",
        "máy chủ cơ sở dữ liệu (PostgreSQL) ngắt kết nối giữa giao dịch",
        "tiếp nhận tại quầy",
        "Cơ sở dữ liệu đang bận hoặc mất kết nối nên việc vừa rồi chưa được ghi lại; không có gì ghi dở dang. "
        "Hãy gửi lại sau ít phút.",
        lambda stand, sent: _cut_off(stand, sent),
        lambda stand: stand.filled(),
        status=503,
        unchanged=f"{NOTHING}; nội dung đã gõ còn để gửi lại",
        held=(OWNER["owner-name"], OWNER["owner-address"], "Con thứ hai"),
    ),
)
"""Cases that need the database itself to fail: each runs on the database that can."""


def _while_locked(stand: Stand, sent: dict[str, Any]) -> Answer:
    """Send a sheet while another connection is in the middle of writing."""
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), uri=True, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        return stand.post("clerk", stand.sheet, sent, headers={"Origin": "http://testserver"})
    finally:
        other.execute("ROLLBACK")
        other.close()


def _cut_off(stand: Stand, sent: dict[str, Any]) -> Answer:
    """Send a sheet, and let the database end its connection when everything but the event is written."""
    import psycopg

    def cut(dossier: Dossier) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        values = connection.get_connection_params()
        values.pop("cursor_factory", None)
        known = {"dbname", "user", "password", "host", "port"}
        with psycopg.connect(**{k: v for k, v in values.items() if k in known}, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [pid])

    with mock.patch("congvu.dossiers.services.intake.mail_accepted", cut):
        answer = stand.post("clerk", stand.sheet, sent, headers={"Origin": "http://testserver"})
    connection.close()
    return answer


CASES: tuple[Case, ...] = (
    *DATES_AND_NUMBERS,
    *TEXTS,
    *FILES,
    *CATALOGUE,
    *MONEY_AND_COUNTS,
    *TWO_OFFICERS,
    *RULES,
    *DOORS,
    *TROUBLE,
)
