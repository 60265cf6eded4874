"""Outgoing: the answer is drafted, checked, signed twice, issued, one is recalled; all is verified."""

import subprocess
from typing import Any

from congvu.audit.queries import verify
from congvu.common.subject import Subject
from congvu.directory.models import Agency
from congvu.documents import services
from congvu.documents.messages import Draft, Receiver, SignOff, Turn
from congvu.documents.models import Book, IncomingDocument, OutgoingDocument, OutgoingRecipient
from congvu.documents.queries.registers import RegisterSpan
from congvu.documents.services.outgoing_files import bytes_of
from congvu.documents.services.printouts import register_pdf
from congvu.documents.states.outgoing import STATE_NAMES, State
from congvu.search.queries import find
from congvu.search.queries.conversation import conversation
from congvu.signing.messages import Trust
from congvu.signing.services import dev_ca, verify_pdf
from tests.scenarios.scenes.office import PROVINCE, TOWN, Office

BODY = (
    "Thực hiện Thông báo số 189/TB-UBND ngày 09/01/2015 của Ủy ban nhân dân tỉnh, Ủy ban nhân dân huyện "
    "Trảng Bom báo cáo như sau:\n"
    "1. Kết quả sửa chữa, hiệu chỉnh lỗi: đã xử lý 11/11 lỗi tại Bộ phận tiếp nhận và trả kết quả của "
    "17 xã, thị trấn.\n"
    "2. Trang thiết bị: đã rà soát, bổ sung máy in cho 3 xã.\n"
    "3. Kiến nghị: tiếp tục đào tạo người quản trị và người sử dụng.\n"
    "Ủy ban nhân dân huyện kính báo cáo./."
)


def drafted(office: Office) -> None:
    """Văn phòng soạn báo cáo trả lời Thông báo 189."""
    mai, tuan = office.who("mai"), office.who("tuan")
    office.at("2015-01-28 08:30")
    draft = Draft(
        kind="BC",
        subject="kết quả triển khai phần mềm lõi trên địa bàn huyện Trảng Bom",
        body=BODY,
        receivers=(
            Receiver("Ủy ban nhân dân tỉnh", agency_id=_pk(PROVINCE), role="report"),
            Receiver("Ủy ban nhân dân thị trấn Trảng Bom", agency_id=_pk(TOWN), role="know"),
            Receiver("Sở Thông tin và Truyền thông", agency_code="000.00.15.H19", role="know"),
        ),
        signer_id=tuan.officer_id,
        reply_to_id=office.incoming,
    )
    made = office.step(
        mai, "soạn báo cáo theo mẫu", lambda: services.draft_document(draft, actor=mai), tell=str
    )
    office.outgoing = made.pk
    office.step(
        mai,
        "trình: kiểm tra nội dung, kiểm tra thể thức, ký",
        lambda: services.submit(
            made.pk, [Turn("content", officer_id=mai.officer_id), Turn("form")], actor=mai
        ),
        tell=lambda: _state(office),
    )


def checked(office: Office) -> None:
    """Kiểm tra nội dung và thể thức; chưa kiểm tra thì không ký được."""
    mai, tram, tuan = office.who("mai"), office.who("tram"), office.who("tuan")
    office.step(tuan, "ký khi chưa kiểm tra xong", lambda: _sign(office, tuan), refused="không thể thực hiện")
    office.step(
        mai,
        "kiểm tra nội dung",
        lambda: services.agree(office.outgoing, actor=mai),
        tell=lambda: _state(office),
    )
    office.at("2015-01-28 10:00")
    office.step(
        tram,
        "kiểm tra thể thức",
        lambda: services.agree(office.outgoing, actor=tram),
        tell=lambda: _state(office),
    )


def signed_and_issued(office: Office) -> None:
    """Chủ tịch ký số, văn thư đóng dấu cơ quan, cấp số, phát hành đến ba nơi."""
    tram, tuan = office.who("tram"), office.who("tuan")
    office.at("2015-01-28 14:00")
    office.step(
        tuan,
        "ký với mật khẩu sai",
        lambda: services.sign_document(office.outgoing, actor=tuan, sign_off=SignOff(code="sai")),
        refused="ật khẩu",
    )
    office.step(tuan, "ký số", lambda: _sign(office, tuan), tell=lambda: _state(office))
    office.step(
        tram,
        "đóng dấu cơ quan và phát hành",
        lambda: services.issue_document(office.outgoing, actor=tram, sign_off=_key()),
        wrong=lambda: [] if _document(office).recipients.count() == 3 else ["không đủ ba nơi nhận"],
        tell=lambda: f"{_document(office).code}, {_state(office)}",
    )
    office.step(
        None,
        "nơi nhận thấy ngay, nơi ngoài hệ thống chờ trục",
        lambda: None,
        tell=lambda: "; ".join(f"{one.name}: {one.state_note}" for one in _document(office).recipients.all()),
        wrong=lambda: [
            f"{key} chưa thấy văn bản"
            for key in (PROVINCE, TOWN)
            if not IncomingDocument.objects.filter(agency__key=key, code=_document(office).code).exists()
        ],
    )


def found_again(office: Office) -> None:
    """Mạch công việc và tìm kiếm: từ thông báo thấy nhiệm vụ, báo cáo; gõ không dấu vẫn ra."""
    tuan = office.who("tuan")
    start = Subject("documents.incomingdocument", office.incoming)

    def turns() -> list[str]:
        return [turn.card.code for turn in conversation(start, tuan)]

    office.step(
        tuan,
        "xem mạch công việc của thông báo 189",
        turns,
        tell=lambda: " → ".join(turns()),
        wrong=lambda: [
            f"thiếu {code}"
            for code in ("189/TB-UBND", "1/NV-2015", "3/NV-2015", "01/BC-UBND")
            if code not in turns()
        ],
    )
    for words, code in (("trien khai phan mem loi", "01/BC-UBND"), ("189/tb-ubnd", "189/TB-UBND")):
        office.step(
            tuan,
            f"tìm “{words}”",
            lambda words=words: find(tuan, words),
            tell=lambda code=code: code,
            wrong=lambda words=words, code=code: (
                [] if code in [hit.card.code for hit in find(tuan, words).hits] else ["không thấy"]
            ),
        )


def recalled(office: Office) -> None:
    """Văn bản thứ hai phát hành nhầm được thu hồi; nơi nhận đồng ý, có lý do."""
    mai, tram, tuan = office.who("mai"), office.who("tram"), office.who("tuan")
    first = office.outgoing
    office.at("2015-01-29 08:00")
    draft = Draft(
        kind="CV",
        subject="đôn đốc nộp báo cáo triển khai phần mềm",
        body="Ủy ban nhân dân huyện đề nghị thị trấn báo cáo trước ngày 30/01/2015.\nTrân trọng./.",
        to="Ủy ban nhân dân thị trấn Trảng Bom",
        receivers=(Receiver("Ủy ban nhân dân thị trấn Trảng Bom", agency_id=_pk(TOWN), role="act"),),
        signer_id=tuan.officer_id,
    )

    def publish() -> OutgoingDocument:
        made = services.draft_document(draft, actor=mai)
        services.submit(made.pk, [Turn("content", officer_id=mai.officer_id), Turn("form")], actor=mai)
        services.agree(made.pk, actor=mai)
        services.agree(made.pk, actor=tram)
        services.sign_document(made.pk, actor=tuan, sign_off=_key())
        return services.issue_document(made.pk, actor=tram, sign_off=_key())

    second = office.step(tram, "phát hành công văn đôn đốc", publish, tell=str)
    office.outgoing = second.pk
    office.step(
        tram,
        "thu hồi không ghi lý do",
        lambda: services.recall(second.pk, actor=tram, reason=" "),
        refused="lý do",
    )
    office.step(
        tram,
        "thu hồi: gửi nhầm nơi nhận",
        lambda: services.recall(second.pk, actor=tram, reason="Gửi nhầm, thị trấn đã báo cáo."),
        tell=lambda: _state(office),
    )
    town = office.registry_of(TOWN)
    arrived = OutgoingRecipient.objects.get(document=second.pk, agency__key=TOWN).incoming_id
    office.step(
        town,
        "văn thư thị trấn đồng ý thu hồi",
        lambda: services.answer_notice(arrived, agree=True, actor=town),
        tell=lambda: IncomingDocument.objects.get(pk=arrived).get_state_display(),
        wrong=lambda: (
            [] if IncomingDocument.objects.get(pk=arrived).state == "recalled" else ["chưa thu hồi"]
        ),
    )
    office.outgoing = first


def registers(office: Office) -> None:
    """Sổ văn bản đến, sổ văn bản đi in từ hệ thống; số liên tục."""
    tram = office.who("tram")
    office.at("2015-01-30 16:00")
    document = _document(office)
    signed = office.out / f"{document.code.replace('/', '-')}.pdf"
    office.step(
        tram,
        f"xuất bản ký số {document.code}",
        lambda: signed.write_bytes(bytes_of(document.issued_file)),
        tell=lambda: str(signed),
    )
    office.signed[document.code] = signed
    for direction, name in (("in", "so-van-ban-den"), ("out", "so-van-ban-di")):
        book = Book.objects.get(agency=office.district, year=2015, direction=direction, is_default=True)
        path = office.out / f"{name}.pdf"

        def act(book: Book = book, path: Any = path) -> None:
            path.write_bytes(register_pdf(book.pk, RegisterSpan(), actor=tram))

        office.step(tram, f"in {book.name}", act, tell=lambda path=path: str(path))


def verified(office: Office) -> None:
    """Chữ ký số: pyHanko và pdfsig (poppler) cùng xác nhận hai chữ ký."""
    root = (dev_ca.folder() / "root.pem").read_bytes()
    for code, path in office.signed.items():
        office.step(
            None,
            f"{code}: pyHanko",
            lambda: None,
            tell=lambda path=path: verify_pdf(path.read_bytes(), Trust(anchors=(root,))).sentence,
            wrong=lambda path=path: _wrong(path, root),
        )
        office.step(
            None,
            f"{code}: pdfsig",
            lambda: None,
            tell=lambda: "2 chữ ký hợp lệ",
            wrong=lambda path=path: _pdfsig(path),
        )


def journal(office: Office) -> None:
    """Nhật ký nguyên vẹn, số văn bản không khuyết, không trùng."""
    office.step(
        None,
        "kiểm tra chuỗi nhật ký",
        lambda: None,
        wrong=lambda: [str(one) for one in verify()],
        tell=lambda: "nguyên vẹn",
    )


def _wrong(path: Any, root: bytes) -> list[str]:
    verdict = verify_pdf(path.read_bytes(), Trust(anchors=(root,)))
    problems = [] if len(verdict.signatures) == 2 else [f"{len(verdict.signatures)} chữ ký"]
    return problems + [one.signer for one in verdict.signatures if not one.intact]


def _pdfsig(path: Any) -> list[str]:
    done = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False)
    valid = done.stdout.count("Signature is Valid")
    return [] if valid == 2 else [done.stdout[-600:] + done.stderr[-200:]]


def _key() -> SignOff:
    return SignOff(code=dev_ca.passphrase_here())


def _sign(office: Office, actor: Any) -> OutgoingDocument:
    return services.sign_document(office.outgoing, actor=actor, sign_off=_key())


def _pk(key: str) -> int:
    return Agency.objects.get(key=key).pk


def _document(office: Office) -> OutgoingDocument:
    return OutgoingDocument.objects.get(pk=office.outgoing)


def _state(office: Office) -> str:
    return STATE_NAMES[State(_document(office).state)]
