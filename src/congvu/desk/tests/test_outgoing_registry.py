"""The screens of the registry: which number will come, what is missing before a document can go."""

import pytest
import time_machine

from congvu.casefiles.tests.world import pdf_of
from congvu.directory.models import Officer
from congvu.documents import services
from congvu.documents.messages import Addressee, ArrivedFile, BookPlan, Registration
from congvu.documents.models import DocumentCopy, OutgoingDocument
from congvu.documents.tests.paper import equip, office
from congvu.documents.tests.world import at
from congvu.signing.models import Certificate
from congvu.signing.tests.world import PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db, settings, tmp_path):
    settings.SIGNING_DIR = tmp_path / "signing"
    settings.SIGNING_KEYS_DIR = settings.SIGNING_DIR / "keys"
    settings.SIGNING_SECRETS_DIR = settings.SIGNING_DIR / "secrets"
    settings.SIGNING_TSA_URL, settings.SIGNING_LTV = "", False
    with time_machine.travel(at("2026-11-25 09:00"), tick=False):
        yield office()


@pytest.fixture
def enter(desk, client_for):
    def make(name):
        return client_for(Officer.objects.get(pk=getattr(desk, name).officer_id))

    return make


def test_the_number_is_shown_before_it_is_taken(page, enter, desk):
    registry = enter("registry")
    decisions = services.open_book(BookPlan(2026, "out", "qd", "Sổ quyết định"), actor=desk.registry)
    services.number_document(desk.signed(medium="paper").pk, actor=desk.registry)
    document = desk.signed(medium="paper")
    address = f"/van-ban-di/{document.pk}/cap-so/"
    seen = page(address, registry)
    assert "Sổ quyết định 2026: số tiếp theo 01/UBND-KT" in seen.text
    assert "Số cấp gần đây – " in seen.text
    assert seen.xpath("//*[@id='number-to-come']//strong")[0].text == "02/UBND-KT"
    version = str(document.version)
    typed = {"version": version, "book_id": str(document.book_id or 0), "xem": "1"}
    usual = next(one for one in seen.xpath("//input[@name='book_id']/@value") if one != str(decisions.pk))
    seen = page.post(address, {**typed, "book_id": usual, "beside": "1", "suffix": "a"}, registry, status=200)
    assert seen.xpath("//*[@id='number-to-come']//strong")[0].text == "01a/UBND-KT"
    seen = page.post(address, {**typed, "book_id": usual, "suffix": "a"}, registry, status=200)
    assert "Hãy ghi số đã dùng mà chữ “a” đứng sau." in seen.text
    assert OutgoingDocument.objects.get(pk=document.pk).number is None
    sent = {"version": version, "book_id": usual, "beside": "1", "suffix": "a", "reason": "bổ sung"}
    page.post(address, sent, registry, status=302)
    assert OutgoingDocument.objects.get(pk=document.pk).code == "01a/UBND-KT"
    page(address, registry, status=409)


def test_issuing_asks_for_the_register_where_no_number_was_taken(page, enter, desk):
    registry = enter("registry")
    document = desk.signed(medium="paper")
    address = f"/van-ban-di/{document.pk}/phat-hanh/"
    seen = page(address, registry)
    assert "Đã đủ chữ ký, sổ, chứng thư số và nơi nhận." in seen.text
    assert not seen.xpath("//input[@name='code']")
    book = seen.xpath("//input[@name='book_id']/@value")[0]
    page.post(address, {"version": str(document.version), "book_id": book}, registry, status=302)
    assert OutgoingDocument.objects.get(pk=document.pk).state == "issued"


def test_what_is_missing_is_listed_before_the_act(page, enter, desk):
    equip(desk)
    document = desk.signed()
    Certificate.objects.filter(agency__isnull=False).update(revoked_at=at("2026-11-25 08:00"))
    department = desk.world.department
    type(department).objects.filter(pk=department.pk).update(closed_on="2026-11-24")
    seen = page(f"/van-ban-di/{document.pk}/phat-hanh/", enter("registry"))
    items = seen.xpath("//section[@aria-labelledby='going-title']//li")
    listed = " ".join("".join(one.itertext()) for one in items)
    assert "Chứng thư số đã bị thu hồi, không được ký." in listed
    assert "“Sở Xây dựng” đã chấm dứt hoạt động" in listed
    assert not seen.xpath("//input[@name='book_id']")


def test_a_replacement_begins_from_the_issued_document(page, enter, desk):
    old = services.issue_document(desk.signed(medium="paper").pk, actor=desk.registry)
    author, leader = enter("author"), enter("leader")
    seen = page(f"/van-ban-di/soan/?thay-the={old.pk}", author)
    assert seen.xpath("//input[@name='replaces_id']/@value") == [str(old.pk)]
    assert "Sở Xây dựng (để thực hiện)" in seen.text
    assert "Thay thế văn bản:" in seen.text
    seen = page(f"/van-ban-di/soan/?dinh-chinh={old.pk}", author)
    assert (
        "đính chính Công văn số 01/UBND-KT ngày 25/11/2026"
        in seen.xpath("//input[@name='subject']/@value")[0]
    )
    assert "nay đính chính là" in seen.text
    address = f"/van-ban-di/{old.pk}/thay-the/"
    seen = page(address, leader)
    assert "Không tìm thấy văn bản nào" in seen.text
    new = services.issue_document(desk.signed(medium="paper", subject="bản mới").pk, actor=desk.registry)
    version = {"version": str(OutgoingDocument.objects.get(pk=old.pk).version)}
    seen = page.post(address, {**version, "q": "bản mới", "xem": "1"}, leader, status=200)
    assert seen.xpath("//input[@name='by_document_id']/@value") == [str(new.pk)]
    assert not seen.xpath("//*[contains(@class, 'is-invalid')]")
    page.post(address, {**version, "by_document_id": str(new.pk), "reason": "sai số liệu"}, leader)
    assert OutgoingDocument.objects.get(pk=old.pk).state == "replaced"


def test_a_draft_is_tied_to_the_document_that_it_answers(page, enter, desk):
    incoming = desk.world.arrived()
    registry = enter("registry")
    document = desk.signed(medium="paper")
    address = f"/van-ban-di/{document.pk}/noi-van-ban-den/"
    seen = page.post(
        address, {"version": str(document.version), "q": "1254", "xem": "1"}, registry, status=200
    )
    assert seen.xpath("//input[@name='incoming_id']/@value") == [str(incoming.pk)]
    page.post(address, {"version": str(document.version), "incoming_id": str(incoming.pk)}, registry)
    seen = page(f"/van-ban-di/{document.pk}/", registry)
    assert seen.xpath(f"//a[@href='/van-ban-den/{incoming.pk}/']")
    seen = page(f"/van-ban-den/{incoming.pk}/", registry)
    assert seen.xpath(f"//a[@href='/van-ban-di/{document.pk}/']")
    seen = page(f"/van-ban-di/soan/?tra-loi={incoming.pk}", enter("registry"), status=200)
    assert "trả lời Công văn số 1254/SXD-QLXD ngày 23/11/2026 của Sở Xây dựng" in str(
        seen.xpath("//input[@name='subject']/@value")
    )


def test_a_received_document_is_copied_by_screen(page, enter, desk):
    equip(desk)
    file = desk.world.file(data=pdf_of(2), name="van-ban.pdf")
    incoming = desk.world.arrived(files=(ArrivedFile(file.pk),))
    services.register_incoming(incoming.pk, Registration(desk.world.book.pk), actor=desk.registry)
    registry, address = enter("registry"), f"/van-ban-den/{incoming.pk}/"
    assert page(address, registry).xpath(f"//a[@href='{address}sao/']")
    page(f"{address}sao/", registry)
    seen = page.post(
        f"{address}sao/", {"form": "TrS", "pages": "9", "code": PASSPHRASE}, registry, status=422
    )
    assert "Hãy ghi số trang cần trích, từ 1 đến 2." in seen.text
    page.post(f"{address}sao/", {"form": "SY", "purpose": "Phòng Tư pháp", "code": PASSPHRASE}, registry)
    copy = DocumentCopy.objects.get()
    assert page(address, registry).xpath(f"//a[@href='{address}sao/{copy.pk}.pdf']")
    sent = registry.get(f"{address}sao/{copy.pk}.pdf")
    assert sent["Content-Type"] == "application/pdf"
    assert b"".join(sent.streaming_content)[:5] == b"%PDF-"


def test_work_from_a_draft_waits_for_its_issue_unless_told_otherwise(page, enter, desk):
    leader = enter("leader")
    document = desk.signed(medium="paper")
    address = f"/nhiem-vu/giao/?nguon=documents.outgoingdocument:{document.pk}"
    seen = page(f"/van-ban-di/{document.pk}/", leader)
    assert seen.xpath(f"//a[@href='{address}']")
    assert page(address, leader).xpath("//input[@name='hidden'][@checked]")
    services.issue_document(document.pk, actor=desk.registry)
    assert not page(address, leader).xpath("//input[@name='hidden'][@checked]")


def test_an_answer_begins_on_the_page_of_its_question(page, enter, desk):
    incoming = desk.world.arrived()
    services.register_incoming(incoming.pk, Registration(desk.world.book.pk), actor=desk.registry)
    services.present(
        incoming.pk, [Addressee(desk.world.land.pk, desk.author.officer_id, role="lead")], actor=desk.registry
    )
    seen = page(f"/van-ban-den/{incoming.pk}/", enter("author"))
    assert seen.xpath(f"//a[@href='/van-ban-di/soan/?tra-loi={incoming.pk}']")
