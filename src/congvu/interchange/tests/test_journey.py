"""A document from one agency to another over the axis, and its statuses back, as work goes on."""

import hashlib

import pytest

from congvu.audit.models import Event
from congvu.delivery.services.worker import WorkerLoop
from congvu.directory.tests.factories import make_actor
from congvu.documents.messages import Addressee, Registration
from congvu.documents.models import Book, IncomingDocument, OutgoingDocument
from congvu.documents.services import (
    answer_notice,
    complete_line,
    direct,
    recall,
    receive_line,
    refuse_incoming,
    register_incoming,
)
from congvu.interchange.models import InboundMessage, OutboundMessage
from congvu.interchange.queries.traffic import whereabouts
from congvu.interchange.services import switch_connection
from congvu.interchange.tests.world import COMMUNE, DEPARTMENT, FAR

pytestmark = pytest.mark.django_db


def register(joined, document):
    upper = joined.desk.world.upper_registry
    book = Book.objects.get(agency=joined.desk.world.department, direction="in", for_secret=False)
    return register_incoming(document.pk, Registration(book.pk), actor=upper)


def statuses(joined):
    """Carry statuses back to the commune."""
    joined.work()
    joined.poll(joined.commune)


def where(document):
    return [(one.words, [report.code for report in one.history]) for one in whereabouts(document.pk)]


def test_a_row_for_each_recipient_stands_in_the_transaction_that_issues(joined):
    document = joined.issued(DEPARTMENT, FAR)
    rows = list(OutboundMessage.objects.order_by("pk").values_list("to_code", "state", "business"))
    assert rows == [(DEPARTMENT, "queued", "new"), (FAR, "queued", "new")]
    assert where(document) == [("Chờ gửi", []), ("Chờ gửi", [])]


def test_a_document_travels_and_its_statuses_follow_real_work(joined):
    document = joined.issued()
    joined.work()
    assert where(document) == [("Đã lên trục", [])]
    [package] = joined.on_axis()
    assert (package.origin, package.to) == (COMMUNE, DEPARTMENT)
    sent = OutboundMessage.objects.get()
    assert sent.remote_id == package.id
    assert sent.document_id_sent == f"{COMMUNE},2026/11/25,{document.code}"

    done = joined.poll()
    assert (done.fetched, done.acknowledged, done.error) == (1, 1, "")
    assert package.state == "done"
    arrived = joined.arrived()
    assert arrived.agency == joined.desk.world.department
    assert (arrived.code, arrived.subject, arrived.state) == (document.code, document.subject, "arrived")
    assert arrived.issuer == joined.desk.world.commune
    assert arrived.files.get().file.blob.sha256
    statuses(joined)
    assert where(document) == [("Đã đến", ["01"])]

    register(joined, arrived)
    statuses(joined)
    assert where(document) == [("Đã tiếp nhận", ["01", "03"])]
    leader = make_leader(joined)
    office = joined.desk.world.upper_office
    direct(arrived.pk, text="Giao văn phòng xử lý", to=[Addressee(office.pk)], actor=leader)
    statuses(joined)
    assert where(document)[0] == ("Đang xử lý", ["01", "03", "04"])
    worker = make_worker(joined)
    [line] = arrived.lines.all()
    receive_line(line.pk, actor=worker)
    complete_line(line.pk, result="Đã xử lý", actor=worker)
    statuses(joined)
    assert where(document) == [("Hoàn thành", ["01", "03", "04", "05", "06"])]
    assert document.recipients.get().state_note == "Hoàn thành"
    kinds = set(Event.objects.filter(subject_pk=document.pk).values_list("kind", flat=True))
    assert {"exchange.sent", "exchange.status"} <= kinds
    assert OutboundMessage.objects.filter(kind="status").exclude(state="done").count() == 0


def make_leader(joined):
    return make_actor("leader", unit=joined.desk.world.upper_office)


def make_worker(joined):
    return make_actor("specialist", unit=joined.desk.world.upper_office)


def test_a_return_sends_02_with_its_reason(joined):
    document = joined.issued()
    joined.work()
    joined.poll()
    refuse_incoming(joined.arrived().pk, reason="Gửi nhầm nơi", actor=joined.desk.world.upper_registry)
    statuses(joined)
    [row] = whereabouts(document.pk)
    assert row.words == "Bị từ chối"
    assert row.history[-1].description == "Gửi nhầm nơi"
    assert document.recipients.get().state_note == "Bị từ chối: Gửi nhầm nơi"


@pytest.mark.parametrize("agree", [True, False])
def test_a_recall_is_decided_by_the_clerk_who_sends_15_or_16(joined, agree):
    document = joined.issued()
    joined.work()
    joined.poll()
    recall(document.pk, actor=joined.desk.registry, reason="Sai nội dung")
    joined.work()
    joined.poll()
    arrived = joined.arrived()
    assert (arrived.notice, arrived.notice_reason, arrived.notice_answer) == ("recall", "Sai nội dung", "")
    assert arrived.state == "arrived"
    upper = joined.desk.world.upper_registry
    answer_notice(arrived.pk, agree=agree, reason="" if agree else "Đã thực hiện xong", actor=upper)
    statuses(joined)
    answer = document.corrections.get().answers.get()
    assert (answer.answer, answer.reason) == (
        ("accepted", "đồng ý cập nhật, lấy lại") if agree else ("refused", "Đã thực hiện xong")
    )
    assert IncomingDocument.objects.get(pk=arrived.pk).state == ("recalled" if agree else "arrived")
    words = [(one.what, one.words) for one in whereabouts(document.pk)]
    assert words[1] == ("thu hồi văn bản", "Hoàn thành" if agree else "Bị từ chối")


def test_a_replacement_travels_in_the_package_of_the_new_document(joined):
    old = joined.issued()
    joined.work()
    joined.poll()
    new = joined.issued(subject="báo cáo thay thế", replaces_id=old.pk)
    joined.work()
    packages = joined.on_axis()
    assert len(packages) == 2
    joined.poll()
    first, second = IncomingDocument.objects.filter(origin="interchange").order_by("pk")
    assert (second.subject, second.identity_business) == ("báo cáo thay thế", "replace")
    assert (first.notice, first.state) == ("replace", "arrived")
    assert new.code in first.notice_reason
    answer_notice(first.pk, agree=True, actor=joined.desk.world.upper_registry)
    statuses(joined)
    assert old.corrections.get().answers.get().answer == "accepted"


def test_a_secret_document_never_becomes_a_package(joined):
    document = joined.issued()
    OutgoingDocument.objects.filter(pk=document.pk).update(confidentiality=1)
    joined.work()
    sent = OutboundMessage.objects.get()
    assert (sent.state, sent.file) == ("stuck", None)
    assert "Văn bản mật" in sent.note
    assert joined.on_axis() == []


def test_what_waits_for_a_connection_goes_when_there_is_one(joined):
    admin = make_actor("administrator", unit=joined.desk.world.office)
    switch_connection(joined.commune.pk, on=False, actor=admin)
    document = joined.issued()
    joined.work()
    assert joined.on_axis() == []
    assert where(document) == [("Chờ gửi", [])]
    assert "chưa có kết nối" in whereabouts(document.pk)[0].note
    switch_connection(joined.commune.pk, on=True, actor=admin)
    WorkerLoop("test").work_once()
    assert where(document) == [("Đã lên trục", [])]


def test_the_exact_bytes_are_kept_on_both_sides(joined):
    joined.issued()
    joined.work()
    joined.poll()
    sent, came = OutboundMessage.objects.get(kind="edoc"), InboundMessage.objects.get()
    assert sent.sha256 == came.sha256 == hashlib.sha256(joined.on_axis()[0].body).hexdigest()
    assert came.headers
