"""Search across nouns: what is found, by whom, in which order, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congvu.dossiers import services
from congvu.dossiers.messages import Person
from congvu.dossiers.tests.world import World, build
from congvu.search.queries import candidates, find

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def receive(world: World, number: int, name: str) -> int:
    owner = Person(name, "cccd", f"0751900{number:05d}", phone="0912345678")
    return services.receive_dossier(world.intake(owner=owner), actor=world.clerk).pk


@pytest.mark.parametrize("words", ["Trần Thị Bưởi", "tran thi buoi", "buoi", "trần b", "075190000001"])
def test_found_with_and_without_marks_and_by_the_beginning_of_a_word(world: World, words: str) -> None:
    pk = receive(world, 1, "Trần Thị Bưởi")
    receive(world, 2, "Lê Văn Cam")
    results = find(world.clerk, words)
    assert [hit.card.subject.pk for hit in results.hits] == [pk]
    assert [(one.name, one.count) for one in results.tallies if one.count] == [("ho-so", 1)]


def test_others_find_nothing(world: World) -> None:
    receive(world, 1, "Trần Thị Bưởi")
    assert not find(world.stranger, "buoi").hits


@pytest.mark.parametrize(
    "words", ["", "  ", "*", "' OR ''='", 'a"b', "(", "NOT AND OR NEAR", "x" * 300, "\x00"]
)
def test_any_words_may_be_typed(world: World, words: str) -> None:
    receive(world, 1, "Trần Thị Bưởi")
    assert find(world.clerk, words).page == 1


def test_one_noun_alone_keeps_the_counts_of_all(world: World) -> None:
    receive(world, 1, "Trần Thị Bưởi")
    results = find(world.clerk, "buoi", noun="van-ban-den")
    assert not results.hits
    assert {one.name: one.count for one in results.tallies}["ho-so"] == 1


def test_pages_go_on_where_the_last_one_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvu.search.queries.PAGE", 2)
    made = [receive(world, number, "Trần Thị Bưởi") for number in range(1, 6)]
    pages = [find(world.clerk, "buoi", page=number) for number in (1, 2, 3)]
    assert [hit.card.subject.pk for page in pages for hit in page.hits] == made[::-1]
    assert [page.more for page in pages] == [True, True, False]


def test_words_that_many_rows_hold_are_found_from_the_newest_down(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "LOOKED_AT", 3)
    made = [receive(world, number, "Trần Thị Bưởi") for number in range(1, 8)]
    assert [hit.card.subject.pk for hit in find(world.clerk, "buoi").hits] == made[::-1]
    monkeypatch.setattr(candidates, "WALKED", 2)
    assert [hit.card.subject.pk for hit in find(world.clerk, "buoi").hits][:2] == made[:-3:-1]


def test_the_cost_does_not_grow_with_what_is_found(world: World) -> None:
    receive(world, 1, "Trần Thị Bưởi")
    with CaptureQueriesContext(
        connection,
    ) as one:
        find(world.clerk, "buoi")
    for number in range(2, 31):
        receive(world, number, "Trần Thị Bưởi")
    with CaptureQueriesContext(connection) as many:
        assert len(find(world.clerk, "buoi").hits) == 20
    assert len(many) == len(one)
