"""What comes: doubles, versions, the wrong order, nobody's, unreadable; each ends somewhere, with words."""

import hashlib
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvu.common.errors import ActionRefused, StateRefused
from congvu.directory.models import AgencyCode, Succession
from congvu.directory.tests.factories import AgencyFactory
from congvu.documents.models import IncomingDocument
from congvu.interchange.envelopes import edxml
from congvu.interchange.models import InboundMessage, OutboundMessage, Partner, StatusEvent
from congvu.interchange.queries.routes import NoRoute, route_for
from congvu.interchange.queries.traffic import whereabouts
from congvu.interchange.services import replay, skip, sync_directory
from congvu.interchange.states import STATE_OF, furthest
from congvu.interchange.tests.world import COMMUNE, DEPARTMENT, FAR
from congvu.notify.models import Notice

pytestmark = pytest.mark.django_db


def ours():
    return IncomingDocument.objects.filter(origin="interchange").order_by("pk")


def test_the_same_message_again_is_acknowledged_and_ignored(joined):
    joined.axis.put(DEPARTMENT, joined.package())
    hops = (edxml.Hop(FAR, "2026/11/24 08:00:00"), edxml.Hop("02.29.W00", "2026/11/24 08:00:09"))
    joined.axis.put(DEPARTMENT, joined.package(hops=hops))
    joined.poll()
    assert joined.states() == ["ingested", "duplicate"]
    assert ours().count() == 1
    assert {one.state for one in joined.on_axis()} == {"done"}


def test_other_content_under_the_same_name_is_shown_to_the_clerk(joined):
    joined.axis.put(DEPARTMENT, joined.package())
    joined.axis.put(DEPARTMENT, joined.package(subject="Trích yếu đã sửa"))
    joined.poll()
    assert joined.states() == ["ingested", "ingested"]
    first, second = ours()
    assert first.notice == "update"
    assert second.links.get().subject_pk == first.pk


def test_facts_come_from_the_message(joined):
    joined.axis.put(
        DEPARTMENT,
        joined.package(
            other=edxml.Other(priority="2", pages="3", copies="4"),
            signer=edxml.Signer("KT. GIÁM ĐỐC", "Phó Giám đốc", "Lê Văn A"),
            due_on="2026/12/10",
            place="Hà Nội",
        ),
    )
    joined.poll()
    document = joined.arrived()
    assert (document.code, document.issuer_name, document.place) == (
        "12/SNV-VP",
        "Sở Nội vụ tỉnh khác",
        "Hà Nội",
    )
    assert (document.urgency, document.pages, document.copies) == (2, 3, 4)
    assert (document.signer_name, str(document.reply_by), document.reply_required) == (
        "Lê Văn A",
        "2026-12-10",
        True,
    )
    assert document.files.get().file.name == "cong-van.pdf"
    assert Notice.objects.filter(kind="incoming.arrived").exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"khong phai xml", "XML"),
        (b"", "XML"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', ""),
        (b"<x/>", "edXML"),
    ],
)
def test_the_unreadable_is_quarantined_with_its_reason_and_told(joined, body, words):
    joined.axis.put(DEPARTMENT, body or b" ")
    joined.poll()
    message = InboundMessage.objects.get()
    assert message.state == "quarantined"
    assert message.reason
    assert words in message.reason
    assert message.acknowledged_as == "fail"
    assert [one.state for one in joined.on_axis()] == ["fail"]
    assert Notice.objects.filter(kind="exchange.quarantined").exists()


def test_what_the_line_garbled_is_fetched_once_more(joined):
    data = joined.package()
    joined.axis.put(DEPARTMENT, data)
    joined.axis.faults["getEdoc"].append("garbled")
    joined.poll()
    message = InboundMessage.objects.get()
    assert (message.state, message.acknowledged_as) == ("ingested", "done")
    assert message.sha256 == hashlib.sha256(data).hexdigest()
    assert joined.arrived().code == "12/SNV-VP"
    assert [one.state for one in joined.on_axis()] == ["done"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"attachments": ()}, "no-file"),
    ],
)
def test_the_readable_that_has_no_place_is_quarantined(joined, changes, code):
    joined.axis.put(DEPARTMENT, joined.package(**changes))
    joined.poll()
    message = InboundMessage.objects.get()
    assert (message.state, message.reason_code, message.acknowledged_as) == ("quarantined", code, "done")


def test_what_is_for_nobody_here_is_quarantined_unless_the_axis_says_for_whom_it_is(joined):
    joined.axis.put(DEPARTMENT, joined.package(recipients=(edxml.Organisation("H99.1"),)))
    joined.axis.systems[DEPARTMENT] = {DEPARTMENT, "H99.1"}
    joined.axis.put("H99.1", joined.package(document_id="khác", recipients=(edxml.Organisation("H99.1"),)))
    joined.poll()
    assert joined.states() == ["ingested", "quarantined"]
    message = InboundMessage.objects.get(state="quarantined")
    assert (message.reason_code, message.acknowledged_as) == ("not-ours", "done")
    assert "H99.1" in message.reason


def test_quarantine_is_replayed_or_skipped_with_a_reason(joined, monkeypatch):
    joined.axis.put(DEPARTMENT, joined.package(attachments=()))
    joined.poll()
    upper = joined.desk.world.upper_registry
    message = InboundMessage.objects.get()
    assert replay(message.pk, actor=upper) == "quarantined"
    with pytest.raises(InboundMessage.DoesNotExist):
        replay(message.pk, actor=joined.desk.registry)
    with pytest.raises(ActionRefused, match="lý do"):
        skip(message.pk, reason="", actor=upper)
    skip(message.pk, reason="Nơi gửi đã gửi lại bản khác", actor=upper)
    assert joined.states() == ["skipped"]
    with pytest.raises(StateRefused):
        skip(message.pk, reason="lần nữa", actor=upper)


def test_a_recall_that_overtakes_its_document_waits_for_it(joined, django_capture_on_commit_callbacks):
    recall = edxml.Business(kind="recall", reason="Gửi nhầm")
    joined.axis.put(DEPARTMENT, joined.package(business=recall, attachments=()))
    joined.poll()
    assert joined.states() == ["quarantined"]
    assert "chưa nhận được" in InboundMessage.objects.get().reason
    joined.axis.put(DEPARTMENT, joined.package())
    with django_capture_on_commit_callbacks(execute=True):
        joined.poll()
    assert joined.states() == ["ingested", "ingested"]
    document = joined.arrived()
    assert (document.notice, document.notice_reason) == ("recall", "Gửi nhầm")


def test_a_take_back_by_status_13_is_put_before_the_clerk(joined):
    joined.axis.put(DEPARTMENT, joined.package())
    joined.poll()
    answer = edxml.Answer(DEPARTMENT, "12/SNV-VP", f"{FAR},2026/11/24,12/SNV-VP", "2026/11/24")
    status = edxml.Status(edxml.Organisation(FAR), answer, "13", "Xin lấy lại", "2026/11/25 09:00:00")
    joined.axis.put(DEPARTMENT, joined.written(status), kind="status", origin=FAR)
    joined.poll()
    document = joined.arrived()
    assert (document.notice, document.notice_reason) == ("recall", "Xin lấy lại")


def test_an_update_names_the_older_document(joined):
    joined.axis.put(DEPARTMENT, joined.package())
    update = edxml.Business(
        kind="update", document_id=f"{FAR},2026/11/24,12/SNV-VP", reason="Sửa ngày", document_info="1"
    )
    joined.axis.put(
        DEPARTMENT, joined.package(document_id=f"{FAR},2026/11/25,15/SNV-VP", number="15", business=update)
    )
    joined.poll()
    first, second = ours()
    assert (first.notice, first.notice_reason) == ("update", "Sửa ngày")
    assert (second.identity_business, second.code) == ("update", "15/SNV-VP")


def test_a_replacement_for_others_is_a_new_document_for_us(joined):
    joined.axis.put(DEPARTMENT, joined.package())
    old = f"{FAR},2026/11/24,12/SNV-VP"
    others = edxml.Business(kind="replace", replacements=(edxml.Replacement(old, ("H99.1",)),))
    joined.axis.put(DEPARTMENT, joined.package(document_id="mới", number="16", business=others))
    joined.poll()
    first, _second = ours()
    assert first.notice == ""
    mine = edxml.Business(
        kind="replace", reason="Thay", replacements=(edxml.Replacement(old, (DEPARTMENT,)),)
    )
    joined.axis.put(DEPARTMENT, joined.package(document_id="mới nữa", number="17", business=mine))
    joined.poll()
    first.refresh_from_db()
    assert (first.notice, first.notice_reason) == ("replace", "Thay")


def test_old_dual_and_merged_codes_arrive(joined):
    world = joined.desk.world
    AgencyCode.objects.create(
        agency=world.department, scheme="qcvn102", code="000.00.10.H19", valid_from="2017-01-01"
    )
    merged = AgencyFactory(key="so-giao-thong", name="Sở Giao thông vận tải", closed_on="2025-06-30")
    AgencyCode.objects.create(
        agency=merged, scheme="qd20", code="H19.11", valid_from="2020-01-01", valid_to="2025-06-30"
    )
    Succession.objects.create(predecessor=merged, successor=world.department, on="2025-07-01")
    for number, code in enumerate(["000.00.10.H19", "H19.11", "h19.10"], start=20):
        joined.axis.systems[DEPARTMENT] = {DEPARTMENT, "000.00.10.H19", "H19.11", "h19.10"}
        joined.axis.put(
            code,
            joined.package(
                document_id=f"d{number}", number=str(number), recipients=(edxml.Organisation(code),)
            ),
        )
    joined.poll()
    assert joined.states() == ["ingested"] * 3
    assert {one.agency_id for one in ours()} == {world.department.pk}


def test_routes_lead_to_successors(joined):
    commune = joined.desk.world.commune.pk
    Partner.objects.bulk_create(
        [
            Partner(connection=joined.commune, seen_at=joined.commune.updated_at, **row)
            for row in (
                {"code": "H44.10", "old_code": "000.00.10.H44", "name": "Sở Nội vụ"},
                {"code": "H44.11", "name": "Sở cũ", "deleted": True, "successor_code": "H44.10"},
                {"code": "H44.12", "name": "Sở đã bỏ", "deleted": True},
            )
        ]
    )
    assert route_for(commune, "000.00.10.H44").code == "H44.10"
    assert route_for(commune, "H44.11").code == "H44.10"
    assert route_for(commune, "H77").code == "H77"
    split = AgencyFactory(key="huyen", name="Huyện cũ", closed_on="2025-06-30")
    AgencyCode.objects.create(
        agency=split, scheme="qd20", code="H19.50", valid_from="2020-01-01", valid_to="2025-06-30"
    )
    for heir in (joined.desk.world.commune, joined.desk.world.department):
        Succession.objects.create(predecessor=split, successor=heir, on="2025-07-01")
    with pytest.raises(NoRoute, match="2 cơ quan kế thừa"):
        route_for(commune, "H19.50")


def test_the_directory_is_taken_over_and_asked_for_changes_only(joined):
    joined.axis.agencies = {f"H44.{number}": f"Cơ quan {number}" for number in range(1, 1200)}
    assert sync_directory(joined.commune) == 1199
    joined.commune.refresh_from_db()
    assert joined.commune.directory_version == "1199"
    joined.axis.agencies["H44.5000"] = "Cơ quan mới"
    assert sync_directory(joined.commune) == 1
    assert Partner.objects.get(code="H44.5000").search_text == "co quan moi h44 5000"


CODES = ["01", "03", "04", "05", "06", "02"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*CODES, "13", "15", "99"]), max_size=8))
def test_where_it_stands_depends_on_no_order(codes):
    found = {furthest(list(order)) for order in itertools.islice(itertools.permutations(codes), 50)}
    assert len(found) <= 1
    if "02" in codes:
        assert found == {"02"}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(CODES[:5]))
def test_statuses_in_any_order_and_twice_end_where_the_furthest_is(joined, order):
    StatusEvent.objects.all().delete()
    document = joined.issued(FAR)
    joined.work()
    for code in [*order, *order]:
        joined.axis.put(COMMUNE, joined.status(code, document), kind="status", origin=FAR)
        joined.poll(joined.commune)
        assert (
            OutboundMessage.objects.get(document=document).state
            == STATE_OF[
                furthest([one.code for one in StatusEvent.objects.filter(outbound__document=document)])
            ]
        )
    [row] = whereabouts(document.pk)
    assert row.words == "Hoàn thành"
    assert sorted(one.code for one in row.history) == CODES[:5]


def test_refusal_is_final_and_told(joined):
    document = joined.issued(FAR)
    joined.work()
    for code, words in (("03", ""), ("02", "Sai thẩm quyền"), ("06", "")):
        body = joined.status(code, document, description=words)
        joined.axis.put(COMMUNE, body, kind="status", origin=FAR)
    joined.poll(joined.commune)
    assert whereabouts(document.pk)[0].words == "Bị từ chối"
    assert document.recipients.get().state_note.startswith("Bị từ chối")
    texts = Notice.objects.filter(kind="exchange.refused").values_list("text", flat=True)
    assert "Sai thẩm quyền" in texts[0]


def test_a_status_about_nothing_of_ours_is_quarantined(joined):
    document = joined.issued(FAR)
    joined.work()
    joined.axis.put(COMMUNE, joined.status("03", document, sender="H55.1"), kind="status", origin="H55.1")
    joined.poll(joined.commune)
    message = InboundMessage.objects.get()
    assert (message.state, message.reason_code) == ("quarantined", "unknown-document")
    assert whereabouts(document.pk)[0].words == "Đã lên trục"
