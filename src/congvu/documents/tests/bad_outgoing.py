# ruff: noqa: E501 — a sentence stands here as people see it, unbroken
"""Bad input of outgoing documents and signing: drafting, submitting, signing, numbering, issuing."""

from datetime import date

from congvu.directory.models import Agency, Succession
from congvu.directory.tests.factories import AgencyFactory
from congvu.documents.models import OutgoingDocument
from congvu.documents.services import issue_document
from congvu.documents.tests.bad_ground import LIST, OUT, Stand, act, ask, draft
from congvu.documents.tests.paper import KEY
from congvu.documents.tests.world import at, cleared
from congvu.signing.models import Certificate
from congvu.signing.tests.world import PASSPHRASE
from congvu.ui.tests.bad_input import TYPING, upload


def secret(stand: Stand) -> OutgoingDocument:
    """Let a signed document become secret, with somebody outside who is reached by interchange."""
    document = stand.office.signed(medium="paper")
    OutgoingDocument.objects.filter(pk=document.pk).update(confidentiality=1)
    cleared(stand.office.registry, 1)
    return document


def merge(stand: Stand) -> None:
    """Close the department; another one carries on its work."""
    day = date(2026, 11, 24)
    name = "Sở Xây dựng và Giao thông"
    successor = AgencyFactory(key="so-moi", name=name, kind="department", level="province")
    Agency.objects.filter(pk=stand.world.department.pk).update(closed_on=day)
    Succession.objects.create(predecessor=stand.world.department, successor=successor, on=day)


HELD = frozenset({"documents.outgoingdocument", "registers.counter", "audit.event", "audit.chainhead"})

DRAFT = (
    draft(
        "soan-khong-loai", "không chọn loại văn bản", "Loại văn bản: Trường này là bắt buộc.", {"kind": ""}
    ),
    draft(
        "soan-loai-la",
        "loại văn bản ngoài danh sách",
        "Loại văn bản: “XX” không có trong danh sách. Hãy chọn lại.",
        {"kind": "XX"},
        held=(),
    ),
    draft(
        "soan-khong-trich-yeu", "không có trích yếu", "Trích yếu: Trường này là bắt buộc.", {"subject": " "}
    ),
    draft(
        "soan-trich-yeu-5000",
        "trích yếu dài 5.000 ký tự",
        "Trích yếu: Tối đa 500 ký tự (đang có 5000).",
        {"subject": "a" * 5000},
    ),
    draft(
        "soan-nguoi-ky-la",
        "người ký không có thẩm quyền",
        "Người ký: “999999” không có trong danh sách. Hãy chọn lại.",
        {"signer_id": "999999"},
        held=(),
    ),
    draft(
        "soan-mat-vuot-quyen",
        "độ mật vượt quyền của người soạn",
        "Độ mật: Bạn không được soạn văn bản có độ mật này.",
        {"confidentiality": "2"},
    ),
    draft(
        "soan-thay-the-khong-co",
        "thay thế văn bản không có",
        "Thay thế văn bản: Không thấy văn bản đã phát hành để thay thế.",
        {"replaces_id": "999999"},
    ),
    draft(
        "soan-tra-loi-khong-co",
        "trả lời văn bản đến không có",
        "Trả lời văn bản đến: Không thấy văn bản đến để trả lời.",
        {"reply_to_id": "999999"},
    ),
    draft(
        "soan-noi-nhan-giai-the",
        "nơi nhận đã sáp nhập",
        "Nơi nhận: “Sở Xây dựng” đã chấm dứt hoạt động (hết ngày 24/11/2026); hãy gửi đến “Sở Xây dựng và Giao thông”.",
        {"receivers": "Sở Xây dựng (để thực hiện)"},
        given=lambda stand: merge(stand),
    ),
    draft("soan-so-ban-am", "số bản âm", "Số bản giấy: Giá trị phải từ 1 trở lên.", {"copies": "-1"}),
    draft(
        "soan-ky-tu-nul",
        "nội dung có ký tự NUL",
        "Nội dung: Không được có ký tự null.",
        {"body": "Kính\x00 gửi"},
        held=("Kính gửi",),
    ),
    draft(
        "soan-tep-macro",
        "dự thảo là tệp có macro",
        "Lấy nội dung từ tệp Word: Không nhận tệp đuôi .docm (“du-thao.docm”). Các đuôi được nhận: .docx.",
        {"file": upload("du-thao.docm", b"PK\x03\x04")},
    ),
)
SIGN = (
    act(
        "ky-sai-mat-khau",
        "sai mật khẩu khóa ký",
        "ký số",
        "Mật khẩu tệp khóa không đúng.",
        "leader",
        "ky",
        {"code": "sai-bet"},
        given=lambda stand: stand.office.to_sign(),
        area=OUT,
        apart=HELD,
        unchanged="văn bản chưa ký, giữ đúng một số",
        hides=("sai-bet",),
    ),
    act(
        "ky-chung-thu-ngung",
        "chứng thư số của người ký đã ngừng dùng",
        "ký số",
        "Chứng thư số đã ngừng dùng, không được ký.",
        "leader",
        "ky",
        {"code": PASSPHRASE},
        given=lambda stand: stand.office.to_sign(),
        area=OUT,
        status=409,
        meanwhile=lambda stand, _: Certificate.objects.update(active=False),
    ),
    act(
        "ky-chung-thu-het-han",
        "chứng thư số của người ký đã hết hạn",
        "ký số",
        "Chứng thư số đã hết hạn ngày 20/11/2026, không được ký.",
        "leader",
        "ky",
        {"code": PASSPHRASE},
        given=lambda stand: stand.office.to_sign(),
        area=OUT,
        status=409,
        meanwhile=lambda stand, _: Certificate.objects.update(
            valid_from=at("2024-01-01 00:00"), valid_to=at("2026-11-20 17:00")
        ),
    ),
    act(
        "ky-chung-thu-thu-hoi",
        "chứng thư số của người ký đã bị thu hồi",
        "ký số",
        "Chứng thư số đã bị thu hồi, không được ký.",
        "leader",
        "ky",
        {"code": PASSPHRASE},
        given=lambda stand: stand.office.to_sign(),
        area=OUT,
        status=409,
        meanwhile=lambda stand, _: Certificate.objects.update(revoked_at=at("2026-11-20 17:00")),
    ),
    act(
        "phat-hanh-chung-thu-het-han",
        "chứng thư số của cơ quan đã hết hạn",
        "phát hành",
        "Chứng thư số đã hết hạn ngày 20/11/2026, không được ký.",
        "registry",
        "phat-hanh",
        {"code": PASSPHRASE},
        given=lambda stand: stand.office.signed(),
        area=OUT,
        status=409,
        meanwhile=lambda stand, _: Certificate.objects.filter(agency__isnull=False).update(
            valid_from=at("2024-01-01 00:00"), valid_to=at("2026-11-20 17:00")
        ),
    ),
    act(
        "phat-hanh-chung-thu-thu-hoi",
        "chứng thư số của cơ quan đã bị thu hồi",
        "phát hành",
        "Chứng thư số đã bị thu hồi, không được ký.",
        "registry",
        "phat-hanh",
        {"code": PASSPHRASE},
        given=lambda stand: stand.office.signed(),
        area=OUT,
        status=409,
        meanwhile=lambda stand, _: Certificate.objects.update(revoked_at=at("2026-11-20 17:00")),
    ),
    act(
        "phat-hanh-mat-ra-ngoai",
        "văn bản mật có nơi nhận liên thông bên ngoài",
        "phát hành",
        "Văn bản mật không gửi liên thông ra ngoài; nơi nhận bên ngoài phải nhận bản giấy.",
        "registry",
        "phat-hanh",
        {},
        given=lambda stand: secret(stand),
        area=OUT,
        unchanged="văn bản chưa có số, chưa gửi đi đâu",
    ),
    act(
        "phat-hanh-noi-nhan-giai-the",
        "nơi nhận đã sáp nhập sau khi soạn",
        "phát hành",
        "“Sở Xây dựng” đã chấm dứt hoạt động (hết ngày 24/11/2026); hãy gửi đến “Sở Xây dựng và Giao thông”.",
        "registry",
        "phat-hanh",
        {"code": PASSPHRASE},
        given=lambda stand: stand.office.signed(),
        area=OUT,
        meanwhile=lambda stand, _: merge(stand),
    ),
    act(
        "cap-so-chen-so-la",
        "chèn sau số chưa dùng",
        "cấp số",
        "Chèn sau số đã dùng: Số 88 chưa được dùng trong sổ này nên không thêm chữ được.",
        "registry",
        "cap-so",
        {"beside": "88", "suffix": "a", "reason": "đăng ký bổ sung"},
        given=lambda stand: stand.office.to_sign(),
        area=OUT,
        unchanged=TYPING,
        held=("88", "đăng ký bổ sung"),
    ),
    act(
        "cap-so-chu-hoa",
        "chữ sau số viết hoa",
        "cấp số",
        "Chữ sau số: Chữ sau số là một chữ cái thường, ví dụ “a”.",
        "registry",
        "cap-so",
        {"beside": "1", "suffix": "A", "reason": "đăng ký bổ sung"},
        given=lambda stand: stand.office.to_sign(),
        area=OUT,
        unchanged=TYPING,
        held=("đăng ký bổ sung",),
    ),
    act(
        "phat-hanh-hai-lan",
        "bấm phát hành hai lần",
        "phát hành",
        "Văn bản vừa được Vũ Thị Mai cập nhật (Vũ Thị Mai phát hành văn bản số 01/UBND-KT đến 3 nơi nhận). Hãy xem lại trước khi thao tác.",
        "registry",
        "phat-hanh",
        {"code": PASSPHRASE},
        given=lambda stand: stand.office.signed(),
        area=OUT,
        meanwhile=lambda stand, one: issue_document(one.pk, actor=stand.office.registry, sign_off=KEY),
        status=409,
    ),
    act(
        "phat-hanh-sai-mat-khau",
        "sai mật khẩu khóa của cơ quan",
        "phát hành",
        "Mật khẩu tệp khóa không đúng.",
        "registry",
        "phat-hanh",
        {"code": "sai-bet"},
        given=lambda stand: stand.office.signed(),
        area=OUT,
        hides=("sai-bet",),
    ),
    act(
        "tra-lai-du-thao-khong-ly-do",
        "không ghi lý do",
        "trả lại dự thảo",
        "Lý do: Trường này là bắt buộc.",
        "head",
        "tra-lai",
        {"reason": " "},
        given=lambda stand: stand.office.submitted(),
        area=OUT,
    ),
    act(
        "thu-hoi-khong-ly-do",
        "không ghi lý do",
        "thu hồi văn bản đi",
        "Lý do: Trường này là bắt buộc.",
        "registry",
        "thu-hoi",
        {"reason": " "},
        given=lambda stand: stand.office.issued(),
        area=OUT,
    ),
    act(
        "dinh-chinh-bang-khong-co",
        "văn bản đính chính không có",
        "đính chính",
        "Bằng văn bản đã phát hành: “999999” không có trong danh sách. Hãy chọn lại.",
        "registry",
        "dinh-chinh",
        {"reason": "sai tên", "by_document_id": "999999"},
        given=lambda stand: stand.office.issued(),
        area=OUT,
        unchanged=TYPING,
        held=("sai tên",),
    ),
    act(
        "trich-sao-trang-la",
        "trích trang không có",
        "trích sao",
        "Trang được trích: Hãy ghi số trang cần trích, từ 1 đến 1.",
        "registry",
        "sao",
        {"form": "TrS", "pages": "88-99", "code": PASSPHRASE},
        given=lambda stand: stand.office.issued(),
        area=OUT,
        unchanged=TYPING,
        held=("88-99",),
    ),
    ask(
        "phat-hanh-chua-duyet",
        "văn bản chưa duyệt",
        "phát hành",
        "Hiện không thể “Phát hành”: văn bản ở bước khác, hoặc là việc của người khác.",
        "registry",
        OUT + "{}/phat-hanh/",
        given=lambda stand: stand.office.drafted().pk,
        status=409,
    ),
    ask(
        "ky-khong-quyen",
        "người soạn mở trang ký",
        "ký số",
        "Vị trí công tác hiện tại của bạn không có quyền mở trang này. Nếu bạn cần quyền này, hãy liên hệ người quản trị của cơ quan.",
        "author",
        OUT + "{}/ky/",
        given=lambda stand: stand.office.drafted().pk,
        status=403,
    ),
    ask(
        "xem-du-thao-nguoi-ngoai",
        "người ngoài mở dự thảo",
        "xem dự thảo",
        "Trang này không tồn tại hoặc không thuộc phạm vi bạn được xem.",
        "stranger",
        OUT + "{}/",
        given=lambda stand: stand.office.drafted().pk,
        status=404,
        hides=("trật tự xây dựng",),
    ),
    ask(
        "tim-toan-dau",
        "tìm kiếm chỉ có dấu và toán tử",
        "tìm kiếm",
        "Không tìm thấy gì cho “\"*( OR )'--”",
        "registry",
        "/tim-kiem/?q=%22*(+OR+)%27--",
    ),
    ask(
        "tim-10000",
        "tìm kiếm 10.000 ký tự",
        "tìm kiếm",
        "Chỉ tìm trong những gì đơn vị bạn tham gia. Hãy thử ít chữ hơn, hoặc số định danh, số ký hiệu.",
        "registry",
        "/tim-kiem/?q=" + "a" * 10_000,
    ),
    ask(
        "loc-toan-dau",
        "lọc hộp văn bản bằng toán tử",
        "lọc văn bản đến",
        "Không có văn bản nào khớp bộ lọc",
        "registry",
        LIST + "?tu-khoa=%22*(+OR&khan=x&hop=la",
    ),
)
