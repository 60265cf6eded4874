"""The screens of the interchange: where each document is, what waits for a person, and what they may do."""

import pytest
import time_machine

from congvu.directory.models import Officer
from congvu.documents.models import IncomingDocument
from congvu.documents.tests.world import at
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import InboundMessage, OutboundMessage
from congvu.interchange.services import sync_directory
from congvu.interchange.services.channels import forget_channels
from congvu.interchange.tests.axis import running
from congvu.interchange.tests.world import COMMUNE, DEPARTMENT, FAR, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined(db, tmp_path):
    with time_machine.travel(at("2026-11-25 09:00"), tick=True), running() as axis:
        yield build(*axis, tmp_path)
        forget_channels()


@pytest.fixture
def registry(joined, client_for):
    return client_for(Officer.objects.get(pk=joined.desk.registry.officer_id))


@pytest.fixture
def upper(joined, client_for):
    return client_for(Officer.objects.get(pk=joined.desk.world.upper_registry.officer_id))


def test_a_document_tells_where_it_is_at_each_recipient(joined, page, registry):
    document = joined.issued(DEPARTMENT, FAR)
    joined.axis.agencies = {DEPARTMENT: "Sở Xây dựng", COMMUNE: "UBND phường"}
    joined.work()
    joined.poll()
    joined.work()
    joined.poll(joined.commune)
    seen = page(f"/van-ban-di/{document.pk}/", registry)
    text = " ".join(seen.texts("//section[@aria-labelledby='where']"))
    assert "Đã đến" in text
    assert "Kẹt" in text
    assert "không có H44.10" in text


def test_boxes_of_the_sender(joined, page, registry):
    joined.issued(DEPARTMENT, FAR)
    joined.axis.agencies = {DEPARTMENT: "Sở Xây dựng"}
    joined.work()
    seen = page("/lien-thong/", registry)
    assert len(seen.xpath("//main//tbody/tr")) == 2
    seen = page("/lien-thong/ket/", registry)
    assert len(seen.xpath("//main//tbody/tr")) == 1
    stuck = OutboundMessage.objects.get(state="stuck")
    seen = page(f"/lien-thong/goi-di/{stuck.pk}/", registry)
    assert "Gửi lại" in " ".join(seen.texts("//button"))
    page.post(f"/lien-thong/goi-di/{stuck.pk}/thoi-gui/", {"reason": ""}, registry, status=422)
    joined.axis.agencies[FAR] = "Sở Nội vụ"
    page.post(f"/lien-thong/goi-di/{stuck.pk}/gui-lai/", {}, registry, status=302)
    joined.work()
    stuck.refresh_from_db()
    assert stuck.state == "on-axis"
    answer = registry.get(f"/lien-thong/goi-di/{stuck.pk}/goi/")
    assert b"".join(answer.streaming_content).startswith(b"<?xml")
    assert answer["Content-Disposition"].startswith("attachment")


def test_quarantine_of_the_receiver(joined, page, upper, registry):
    joined.axis.put(DEPARTMENT, joined.package(attachments=()))
    joined.axis.put(DEPARTMENT, joined.package(document_id="khác", number="13"))
    joined.poll()
    assert len(page("/lien-thong/nhan/", upper).xpath("//main//tbody/tr")) == 2
    seen = page("/lien-thong/cach-ly/", upper)
    assert "Gói không kèm tệp" in " ".join(seen.texts("//main//tbody/tr"))
    message = InboundMessage.objects.get(state="quarantined")
    page(f"/lien-thong/goi-den/{message.pk}/", upper)
    page(f"/lien-thong/goi-den/{message.pk}/", registry, status=404)
    page.post(f"/lien-thong/goi-den/{message.pk}/xu-ly-lai/", {}, upper, status=302)
    page.post(f"/lien-thong/goi-den/{message.pk}/bo-qua/", {"reason": "đã gửi lại"}, upper, status=302)
    message.refresh_from_db()
    assert message.state == "skipped"
    answer = upper.get(f"/lien-thong/goi-den/{message.pk}/goi/")
    assert b"".join(answer.streaming_content).startswith(b"<?xml")


@pytest.mark.parametrize("box", ["gui", "nhan", "ket", "cach-ly"])
def test_empty_boxes_say_so(joined, page, registry, box):
    assert not page(f"/lien-thong/{box}/", registry).xpath("//main//table")
    page("/lien-thong/khac/", registry, status=404)


def test_a_list_costs_the_same_for_one_row_and_many(joined, page, upper):
    joined.axis.put(DEPARTMENT, joined.package(document_id="d1", number="1"))
    joined.poll()
    one = page("/lien-thong/nhan/", upper).queries
    for number in range(2, 12):
        joined.axis.put(DEPARTMENT, joined.package(document_id=f"d{number}", number=str(number)))
    joined.poll()
    assert page("/lien-thong/nhan/", upper).queries == one


def test_the_directory_is_searched_by_name_and_code(joined, page, registry):
    assert "chưa lấy về" in page("/lien-thong/danh-ba/", registry).text
    joined.axis.agencies = {"H44.10": "Sở Nội vụ tỉnh Phú Thọ", "H44.12": "Sở Xây dựng tỉnh Phú Thọ"}
    sync_directory(joined.commune)
    seen = page("/lien-thong/danh-ba/?q=noi+vu", registry)
    assert seen.texts("//main//tbody/tr/td/code") == ["Sở Nội vụ tỉnh Phú Thọ [H44.10]"]
    part = page.htmx("/lien-thong/danh-ba/?q=H44.12", registry)
    assert "Sở Xây dựng tỉnh Phú Thọ [H44.12]" in part.text
    assert "Không có cơ quan nào khớp" in page("/lien-thong/danh-ba/?q=khong", registry).text


def test_the_conversation_tells_each_package_with_its_reports(joined, page, registry, upper):
    document = joined.issued(DEPARTMENT, FAR)
    joined.work()
    joined.poll()
    joined.work()
    joined.poll(joined.commune)
    talk = page(f"/mach-cong-viec/documents.outgoingdocument/{document.pk}/", registry)
    told = " ".join(talk.texts("//main//li"))
    assert "gửi qua liên thông · Lượt gửi liên thông" in told
    assert "Đã đến. lên trục 09:00 25/11; đã đến 09:00 25/11" in told
    assert f"Nơi nhận {FAR}" in told
    arrived = joined.arrived()
    talk = page(f"/mach-cong-viec/documents.incomingdocument/{arrived.pk}/", upper)
    told = " ".join(talk.texts("//main//li"))
    assert "Gói liên thông đến" in told
    assert "đã báo lại: đã đến 09:00 25/11" in told
    seen = page(f"/van-ban-den/{arrived.pk}/", upper)
    assert "Liên thông: nơi gửi đã được báo" in seen.text
    joined.axis.put(DEPARTMENT, joined.package())
    joined.poll()
    other = IncomingDocument.objects.exclude(pk=arrived.pk).get()
    recall = joined.package(business=edxml.Business(kind="recall", reason="Ban hành nhầm"), attachments=())
    joined.axis.put(DEPARTMENT, recall)
    joined.poll()
    told = page(f"/mach-cong-viec/documents.incomingdocument/{other.pk}/", upper).text
    assert "nơi gửi thu hồi" in told
