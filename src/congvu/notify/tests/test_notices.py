"""Notices: one statement for many officers, own ones only, counted cheaply."""

from datetime import UTC, datetime

import pytest
import time_machine

from congvu.audit.tests.factories import OfficerFactory
from congvu.common.subject import Subject
from congvu.notify.models import Notice
from congvu.notify.queries import notices, unread_count
from congvu.notify.services import mark_all_read, mark_old_read, mark_read, mark_subject_read, notify, purge

THING = Subject("test.thing", 3)


@pytest.fixture
def officer(db):
    return OfficerFactory().pk


def tell(*officers, text="Hồ sơ mới", **values):
    return notify(officers, "dossier.assigned", text, **values)


def test_notice_reads_back(officer):
    tell(officer, link="/ho-so/3/", subject=THING)
    [row] = notices(officer)
    assert (row.kind, row.text, row.link, row.subject, row.read_at) == (
        "dossier.assigned",
        "Hồ sơ mới",
        "/ho-so/3/",
        THING,
        None,
    )


def test_many_officers_cost_one_statement(officer, django_assert_num_queries):
    others = [OfficerFactory().pk for _ in range(30)]
    with django_assert_num_queries(1):
        assert tell(officer, *others, officer) == 31
    assert unread_count(officer) == 1
    assert notify([], "x", "y") == 0


def test_counting_is_one_statement_and_ends(officer, django_assert_num_queries):
    assert unread_count(officer) == 0
    Notice.objects.bulk_create(
        [
            Notice(officer_id=officer, kind="x", text="y", created_at=datetime(2026, 3, 1, tzinfo=UTC))
            for _ in range(130)
        ]
    )
    with django_assert_num_queries(1):
        assert unread_count(officer) == 100


def test_only_own_notices_are_marked(officer):
    other = OfficerFactory().pk
    tell(officer, other)
    mine, theirs = (notices(who)[0].id for who in (officer, other))
    assert mark_read(officer, [mine, theirs]) == 1
    assert (unread_count(officer), unread_count(other)) == (0, 1)
    assert mark_read(officer, [mine]) == 0


def test_all_up_to_the_one_seen(officer):
    tell(officer, text="một")
    seen = notices(officer)[0].id
    tell(officer, text="hai")
    assert mark_all_read(officer, up_to=seen) == 1
    assert [row.text for row in notices(officer, unread_only=True)] == ["hai"]


def test_opening_the_thing_reads_its_notices(officer):
    other = OfficerFactory().pk
    tell(officer, other, subject=THING)
    tell(officer, subject=Subject("test.thing", 4))
    assert mark_subject_read(officer, THING) == 1
    assert (unread_count(officer), unread_count(other)) == (1, 1)


def test_pages(officer, django_assert_num_queries):
    for number in range(5):
        tell(officer, text=str(number))
    with django_assert_num_queries(1):
        first = notices(officer, limit=2)
    assert [row.text for row in first] == ["4", "3"]
    assert [row.text for row in notices(officer, before=first[-1].id)] == ["2", "1", "0"]


@pytest.mark.parametrize(
    "link", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_links_stay_in_the_product(officer, link):
    with pytest.raises(ValueError, match="within the product"):
        tell(officer, link=link)
    assert not Notice.objects.exists()


def test_long_text_is_cut_and_old_notices_go(officer):
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        tell(officer, text="x" * 900)
    assert len(notices(officer)[0].text) == 500
    with time_machine.travel(datetime(2026, 6, 29, tzinfo=UTC)):
        assert purge() == 0
    with time_machine.travel(datetime(2026, 7, 1, tzinfo=UTC)):
        assert purge() == 1


def test_old_notices_of_everybody_are_read_and_new_ones_are_not(officer):
    other = OfficerFactory().pk
    with time_machine.travel(datetime(2026, 11, 20, 2, tzinfo=UTC), tick=False):
        tell(officer, other, text="Việc cũ")
    with time_machine.travel(datetime(2026, 11, 25, 2, tzinfo=UTC), tick=False):
        tell(officer, text="Việc mới")
        assert mark_old_read(datetime(2026, 11, 24, tzinfo=UTC)) == 2
        assert list(Notice.objects.filter(read_at__isnull=True).values_list("text", flat=True)) == [
            "Việc mới"
        ]
        assert (unread_count(officer), unread_count(other)) == (1, 0)
