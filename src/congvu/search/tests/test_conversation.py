"""A conversation: what came of what, the oldest first, and nothing of what may not be seen."""

from datetime import date
from typing import Any

import pytest

from congvu.common import subjects
from congvu.common.subject import Subject
from congvu.common.subjects import Link, SubjectCard
from congvu.search.queries.conversation import conversation

LETTER, TASK, SUBTASK, ANSWER = (Subject("a.paper", number) for number in (1, 2, 3, 4))
LINKS = [Link(LETTER, TASK, "giao từ"), Link(TASK, SUBTASK, "giao lại"), Link(LETTER, ANSWER, "trả lời")]


@pytest.fixture(autouse=True)
def _registry(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(pks: list[int], hidden: Any) -> dict[int, SubjectCard]:
        return {
            pk: SubjectCard(Subject("a.paper", pk), f"Giấy {pk}", on=date(2026, 11, pk))
            for pk in pks
            if pk not in hidden
        }

    def finder(asked: list[Subject], hidden: Any) -> list[Link]:
        return [link for link in LINKS if link.source in asked or link.target in asked]

    monkeypatch.setattr(subjects, "_RESOLVERS", {"a.paper": (resolve, "")})
    monkeypatch.setattr(subjects, "_FINDERS", [finder])


def told(start: Subject, hidden: set[int] | None = None) -> list[tuple[int, int, str]]:
    turns = conversation(start, hidden or set())  # type: ignore[arg-type]
    return [(turn.card.subject.pk, turn.depth, turn.words) for turn in turns]


@pytest.mark.parametrize("start", [LETTER, TASK, SUBTASK, ANSWER])
def test_the_whole_conversation_is_told_from_anywhere_in_it(start: Subject) -> None:
    assert told(start) == [(1, 0, ""), (2, 1, "giao từ"), (3, 2, "giao lại"), (4, 1, "trả lời")]
    here = [turn.card.subject for turn in conversation(start, set()) if turn.here]  # type: ignore[arg-type]
    assert here == [start]


def test_what_may_not_be_seen_is_left_out_and_the_rest_moves_up() -> None:
    assert told(SUBTASK, {2}) == [(1, 0, ""), (3, 1, "giao lại"), (4, 1, "trả lời")]


def test_a_ring_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = [Link(LETTER, TASK, "a"), Link(TASK, LETTER, "b")]
    monkeypatch.setattr(subjects, "_FINDERS", [lambda asked, actor: ring])
    assert told(TASK) == [(2, 0, ""), (1, 1, "b")]


def test_alone_it_is_a_conversation_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "_FINDERS", [])
    assert told(ANSWER) == [(4, 0, "")]
