"""Every way of tampering is found and named; an honest journal passes."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from congvu.audit import rules
from congvu.audit.models import ChainHead, Event
from congvu.audit.queries import Anchor, verify
from congvu.audit.services import record, record_many, shred
from congvu.audit.tests.factories import AgencyFactory, actor_in, entry
from congvu.common.subject import Subject

THING = Subject("test.thing", 7)
MONDAY = datetime(2026, 2, 2, 3, tzinfo=UTC)
TUESDAY = datetime(2026, 2, 3, 3, tzinfo=UTC)


@pytest.fixture
def journal(actor):
    """Five events on Monday, three on Tuesday, two of another agency."""
    with time_machine.travel(MONDAY, tick=False):
        record_many([entry(actor, pk, data={"code": f"H{pk}"}) for pk in range(1, 6)])
        record_many([entry(actor_in(AgencyFactory()), pk) for pk in (1, 2)])
    with time_machine.travel(TUESDAY, tick=False):
        record("test.named", THING, actor=actor, name="Lê Văn Út", phone="0912", code="H9")
        record_many([entry(actor, pk) for pk in (1, 2)])
    return actor


def codes(*args, **kwargs):
    return [(found.code, found.seq) for found in verify(*args, **kwargs)]


def monday(actor, seq):
    return Event.objects.filter(agency_id=actor.agency_id, day=MONDAY.date(), seq=seq)


def rehash(actor, first):
    """Forge a chain that is consistent in itself from event `first` of Monday on."""
    before = monday(actor, first - 1).get().hash
    for event in Event.objects.filter(agency_id=actor.agency_id, day=MONDAY.date(), seq__gte=first).order_by(
        "seq"
    ):
        digest = rules.digest(event.recorded)
        before = rules.link(before, digest)
        Event.objects.filter(pk=event.pk).update(digest=digest, hash=before)
    return before


def test_honest_journal_passes(journal):
    assert verify() == []
    assert verify(journal.agency_id) == []
    assert verify(journal.agency_id, TUESDAY.date()) == []


def test_no_journal_passes(db):
    assert verify() == []


@pytest.mark.parametrize(
    "change",
    [
        {"officer_name": "Kẻ gian"},
        {"reason": "lý do khác"},
        {"data": {"code": "H99"}},
        {"at": TUESDAY},
        {"kind": "test.other"},
        {"subject_pk": 99},
        {"officer_id": None},
        {"post_title": "Chủ tịch"},
        {"sealed": {"name": "0" * 64}},
    ],
)
def test_changed_content_is_found(journal, change):
    monday(journal, 3).update(**change)
    found = codes()
    assert ("content", 3) in found
    assert {seq for _, seq in found} == {3}


def test_changed_content_with_fitting_digest_breaks_the_link(journal):
    monday(journal, 3).update(officer_name="Kẻ gian")
    event = monday(journal, 3).get()
    monday(journal, 3).update(digest=rules.digest(event.recorded))
    assert codes() == [("order", 3)]


def test_changed_content_with_fitting_hash_breaks_the_next(journal):
    event = monday(journal, 3).get()
    event.officer_name = "Kẻ gian"
    digest = rules.digest(event.recorded)
    before = monday(journal, 2).get().hash
    monday(journal, 3).update(officer_name="Kẻ gian", digest=digest, hash=rules.link(before, digest))
    assert codes() == [("order", 4)]


def test_chain_forged_to_its_end_breaks_at_the_head_and_at_the_next_day(journal):
    monday(journal, 3).update(officer_name="Kẻ gian")
    last = rehash(journal, 3)
    assert codes() == [("head", 5), ("day", None)]
    ChainHead.objects.filter(agency_id=journal.agency_id, day=MONDAY.date()).update(hash=last)
    assert codes() == [("day", None)]


def test_removed_event_is_found(journal):
    monday(journal, 3).delete()
    assert codes() == [("missing", 3)]


def test_removed_and_renumbered_events_are_found(journal):
    monday(journal, 3).delete()
    for seq in (4, 5):
        monday(journal, seq).update(seq=F("seq") - 1)
    assert ("order", 3) in codes()
    assert ("missing", 5) in codes()


def test_removed_last_events_are_found(journal):
    Event.objects.filter(day=TUESDAY.date(), seq__gte=2).delete()
    found = verify()
    assert [(one.code, one.seq) for one in found] == [("missing", 2)]
    assert found[0].message == "Các sự kiện số 2–3 đã mất."


def test_removed_last_events_with_a_lowered_head_are_found(journal):
    Event.objects.filter(day=TUESDAY.date(), seq=3).delete()
    ChainHead.objects.filter(day=TUESDAY.date()).update(seq=2)
    assert codes() == [("head", 2)]


def test_removed_day_is_found(journal):
    Event.objects.filter(agency_id=journal.agency_id, day=MONDAY.date()).delete()
    assert codes() == [("missing", None), ("day", None)]
    ChainHead.objects.filter(agency_id=journal.agency_id, day=MONDAY.date()).delete()
    assert codes() == [("day", None)]


def test_inserted_event_is_found(journal):
    event = monday(journal, 5).get()
    event.pk, event.seq = None, 6
    event.digest = rules.digest(event.recorded)
    event.hash = rules.link(monday(journal, 5).get().hash, event.digest)
    Event.objects.bulk_create([event])
    assert codes() == [("head", 6)]


def test_swapped_events_are_found(journal):
    monday(journal, 2).update(seq=90)
    monday(journal, 4).update(seq=2)
    monday(journal, 90).update(seq=4)
    assert [code for code, _ in codes()] == ["order"] * 4


def test_missing_head_is_found(journal):
    ChainHead.objects.filter(day=TUESDAY.date()).delete()
    assert ("head", None) in codes()


def test_changed_personal_value_is_found(journal):
    event = Event.objects.get(kind="test.named")
    event.personal["name"][1] = "Người khác"
    Event.objects.filter(pk=event.pk).update(personal=event.personal)
    found = verify()
    assert [(one.code, one.seq) for one in found] == [("seal", 1)]
    assert "name" in found[0].message


def test_erased_personal_value_without_decision_is_found(journal):
    Event.objects.filter(kind="test.named").update(personal={})
    assert codes() == [("erased", 1), ("erased", 1)]


def test_shredding_leaves_the_chain_whole(journal):
    changed = shred(THING, ["name"], actor=actor_all(journal), reason="Yêu cầu", agency_id=journal.agency_id)
    assert changed == 1
    event = Event.objects.get(kind="test.named")
    assert event.content == {"code": "H9", "name": None, "phone": "0912"}
    assert "Lê Văn Út" not in json.dumps(event.personal, ensure_ascii=False)
    assert verify() == []
    event = Event.objects.get(kind="audit.shredded")
    assert (event.data, event.reason) == ({"count": 1, "fields": ["name"]}, "Yêu cầu")


def actor_all(actor):
    from dataclasses import replace

    return replace(actor, capabilities=frozenset({"audit.shred"}))


def test_anchor_finds_what_a_whole_forgery_hides(journal):
    kept = [Anchor(h.agency_id, h.day, h.seq, h.hash) for h in ChainHead.objects.all()]
    assert verify(anchors=kept) == []
    event = Event.objects.get(day=TUESDAY.date(), seq=3)
    event.officer_name = "Kẻ gian"
    digest = rules.digest(event.recorded)
    mark = rules.link(Event.objects.get(day=TUESDAY.date(), seq=2).hash, digest)
    Event.objects.filter(pk=event.pk).update(officer_name="Kẻ gian", digest=digest, hash=mark)
    ChainHead.objects.filter(day=TUESDAY.date()).update(hash=mark)
    assert codes() == []
    assert codes(anchors=kept) == [("anchor", 3)]


def test_removed_protection_is_found(journal):
    on = " ON audit_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER audit_event_keep{on}")
    assert codes() == [("protection", None)]


def test_memory_and_statements_do_not_grow(actor, django_assert_num_queries):
    record_many([entry(actor, pk) for pk in range(5)])
    with django_assert_num_queries(5):
        verify(actor.agency_id)
    record_many([entry(actor, pk) for pk in range(300)])
    with django_assert_num_queries(5):
        verify(actor.agency_id)


def test_command_says_what_is_wrong(journal, tmp_path):
    out = StringIO()
    call_command("audit", "anchor", str(tmp_path / "heads"), stdout=out)
    call_command("audit", "verify", "--anchor", str(tmp_path / "heads"), stdout=out)
    assert "Nhật ký nguyên vẹn." in out.getvalue()
    monday(journal, 3).update(officer_name="Kẻ gian")
    out = StringIO()
    with pytest.raises(CommandError, match="1 chỗ sai"):
        call_command("audit", "verify", "--day", "2026-02-02", stdout=out)
    assert "[content]" in out.getvalue()
    assert "02/02/2026: Nội dung sự kiện số 3 (test.done) đã bị sửa." in out.getvalue()


@pytest.mark.parametrize("text", ["rác", '{"agency": 1}', "[1]"])
def test_command_refuses_a_broken_anchor_file(db, tmp_path, text):
    file = tmp_path / "heads"
    file.write_text(text)
    with pytest.raises(CommandError, match="dòng 1: không phải một đầu chuỗi"):
        call_command("audit", "verify", "--anchor", str(file))


def test_command_refuses_a_missing_anchor_file(db, tmp_path):
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("audit", "verify", "--anchor", str(tmp_path / "none"))
