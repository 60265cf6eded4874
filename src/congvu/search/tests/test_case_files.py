"""Case files in the search across nouns: by words of their own and of what they hold, within one's sight."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.casefiles import services
from congvu.casefiles.messages import CaseFileEdit
from congvu.casefiles.models import CaseFile
from congvu.casefiles.tests.world import NOW, World, build
from congvu.search.queries import find

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with time_machine.travel(NOW, tick=False):
        yield build()


def found(actor, text: str) -> list[int]:
    hits = find(actor, text, noun="ho-so-cong-viec").hits
    assert {hit.card.subject.label for hit in hits} <= {"casefiles.casefile"}
    return [hit.card.subject.pk for hit in hits]


def titled(world: World, title: str, notation: str) -> CaseFile:
    return world.opened(notation=notation, title=title)


@pytest.mark.parametrize(
    "words", ["Giải phóng mặt bằng", "giai phong mat bang", "giai phong m", "17.VP", "phong giai"]
)
def test_found_with_and_without_marks_by_number_and_by_the_beginning_of_a_word(world: World, words) -> None:
    one = titled(world, "Hồ sơ về giải phóng mặt bằng đường ĐT 762", "17.VP")
    titled(world, "Hồ sơ về công tác văn thư", "18.VP")
    assert found(world.keeper, words) == [one.pk]
    hits = find(world.keeper, words).hits
    assert any(on for hit in hits for _text, on in [*hit.title, *hit.code])


def test_found_by_what_was_filed_and_no_longer_by_an_old_title(world: World) -> None:
    one = titled(world, "Hồ sơ về cải cách hành chính", "17.VP")
    world.filed(one, 7, title="Về việc niêm yết thủ tục", code="88/TB-UBND")
    assert found(world.keeper, "niem yet") == [one.pk]
    assert found(world.keeper, "88/TB-UBND") == [one.pk]
    services.edit_case_file(one.pk, CaseFileEdit("Hồ sơ về chuyển đổi số", "05"), actor=world.keeper)
    assert found(world.keeper, "cai cach hanh chinh") == []
    assert found(world.keeper, "chuyen doi so niem yet") == [one.pk]


def test_nobody_finds_what_they_may_not_see(world: World) -> None:
    one = titled(world, "Hồ sơ về giải phóng mặt bằng", "17.VP")
    assert found(world.leader, "mat bang") == [one.pk]
    assert found(world.neighbour, "mat bang") == []
    assert found(world.stranger, "mat bang") == []
    CaseFile.objects.filter(pk=one.pk).update(confidentiality=2)
    assert found(world.keeper, "mat bang") == []


def test_the_phrase_with_its_marks_comes_first_and_the_cost_stays(world: World) -> None:
    plain = titled(world, "Hồ sơ mat bang bán lẻ", "1.VP")
    meant = titled(world, "Hồ sơ mặt bằng bán lẻ", "2.VP")
    newest = titled(world, "Hồ sơ bằng cấp, mặt hàng", "3.VP")
    assert found(world.keeper, "mặt bằng") == [meant.pk, plain.pk, newest.pk]
    with CaptureQueriesContext(connection) as few:
        found(world.keeper, "ho so")
    for number in range(4, 24):
        titled(world, "Hồ sơ khác", f"{number}.VP")
    with CaptureQueriesContext(connection) as many:
        assert len(found(world.keeper, "ho so")) == 20
    assert len(many) == len(few)
