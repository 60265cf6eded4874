"""Timelines: rendered sentences, one statement, what was erased says so."""

import dataclasses

import pytest
from django.core.exceptions import PermissionDenied

from congvu.audit import events
from congvu.audit.models import Event
from congvu.audit.queries import journal, timeline
from congvu.audit.services import record, shred
from congvu.audit.tests.factories import OfficerFactory
from congvu.common.subject import Subject

THING = Subject("test.thing", 7)


def test_rows_read_as_sentences(actor, django_assert_num_queries):
    boss = OfficerFactory(full_name="Trần Văn Bé")
    record(
        "test.done", THING, actor=dataclasses.replace(actor, acting_for_id=boss.pk), reason="gấp", code="H1"
    )
    record("test.named", THING, actor=actor, name="Lê Út", code="H2", reason="ốm")
    record("test.done", Subject("test.thing", 8), actor=actor, code="khác")
    with django_assert_num_queries(1):
        rows = timeline(THING)
    assert [row.sentence for row in rows] == [
        "Nguyễn Thị Ánh ghi tên Lê Út, số H2",
        "Nguyễn Thị Ánh làm xong việc H1",
    ]
    assert [(row.reason, row.acting_for, row.link) for row in rows] == [
        ("ốm", "", ""),
        ("gấp", "Trần Văn Bé", "test:thing"),
    ]
    assert rows[0].data == {"code": "H2", "name": "Lê Út", "reason": "ốm"}


def test_cost_is_the_same_for_many(actor, django_assert_num_queries):
    for number in range(30):
        record("test.done", THING, actor=actor, code=number)
    with django_assert_num_queries(1):
        assert len(timeline(THING)) == 30


def test_pages_and_kinds(actor):
    for number in range(5):
        record("test.done", THING, actor=actor, code=number)
    record("test.named", THING, actor=actor)
    first = timeline(THING, limit=2)
    rest = timeline(THING, before=first[-1].id)
    assert [row.id for row in first + rest] == list(
        Event.objects.order_by("-pk").values_list("pk", flat=True)
    )
    assert [row.data["code"] for row in timeline(THING, kinds=["test.done"], newest_first=False)] == [
        0,
        1,
        2,
        3,
        4,
    ]


def test_what_is_missing_or_erased_shows(actor):
    record("test.done", THING, actor=actor)
    record("test.named", THING, actor=actor, name="Lê Út", code="H2", reason="ốm")
    chief = dataclasses.replace(actor, capabilities=frozenset({"audit.shred"}))
    assert shred(THING, actor=chief, reason="Yêu cầu của công dân", agency_id=actor.agency_id) == 1
    erased, named, done = timeline(THING)
    assert done.sentence == "Nguyễn Thị Ánh làm xong việc …"
    assert (named.sentence, named.reason) == ("Nguyễn Thị Ánh ghi tên [đã xóa], số H2", "")
    assert erased.sentence == "Nguyễn Thị Ánh xóa dữ liệu cá nhân trong 1 sự kiện (trường: name, reason)"
    assert shred(THING, actor=chief, reason="Lần nữa", agency_id=actor.agency_id) == 0


def test_shredding_needs_its_capability(actor):
    record("test.named", THING, actor=actor, name="Lê Út")
    with pytest.raises(PermissionDenied):
        shred(THING, actor=actor, reason="x", agency_id=actor.agency_id)
    assert Event.objects.get().content["name"] == "Lê Út"


def test_events_of_a_room_that_left_still_read(actor, monkeypatch):
    record("test.done", THING, actor=actor, code="H1")
    monkeypatch.setattr(events, "_KINDS", {})
    assert timeline(THING)[0].sentence == "Nguyễn Thị Ánh thực hiện “test.done”"


def test_journal_of_an_agency(actor, django_assert_num_queries):
    record("test.done", THING, actor=actor, code="1")
    record("test.done", Subject("test.thing", 8), actor=actor, code="2")
    with django_assert_num_queries(1):
        rows = journal(actor.agency_id)
    assert [row.data["code"] for row in rows] == ["2", "1"]
    assert journal(actor.agency_id, before=rows[-1].id) == []
    assert journal(actor.agency_id + 1) == []


def test_a_kind_has_one_meaning():
    events.register(events.EventKind("test.done", "{officer} làm xong việc {code}", link="test:thing"))
    with pytest.raises(ValueError, match="registered twice"):
        events.register(events.EventKind("test.done", "khác"))


def test_a_sentence_cannot_reach_into_objects():
    kind = events.EventKind("test.deep", "{officer.password}")
    assert kind.say({"officer": "Ánh"}) == "…"
