"""The registry of subjects: each room shows its own, in the order asked, and only what may be seen."""

from typing import Any

import pytest

from congvu.common import subjects
from congvu.common.subject import Subject
from congvu.common.subjects import Link, SubjectCard


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "_RESOLVERS", {})
    monkeypatch.setattr(subjects, "_LISTENERS", {})
    monkeypatch.setattr(subjects, "_ISSUE_LISTENERS", [])
    monkeypatch.setattr(subjects, "_FINDERS", [])


def _resolver(pks: list[int], actor: Any) -> dict[int, SubjectCard]:
    return {pk: SubjectCard(Subject("a.paper", pk), f"Giấy {pk}") for pk in pks if pk < actor}


def test_cards_keep_the_order_and_leave_out_what_may_not_be_seen() -> None:
    subjects.register("a.paper", _resolver, capability="")
    asked = [Subject("a.paper", 3), Subject("b.unknown", 1), Subject("a.paper", 1), Subject("a.paper", 9)]
    assert [card.title for card in subjects.cards(asked, 5).values()] == ["Giấy 3", "Giấy 1"]


def test_one_call_for_each_label() -> None:
    calls: list[list[int]] = []
    subjects.register("a.paper", lambda pks, actor: calls.append(pks) or {}, capability="")
    subjects.cards([Subject("a.paper", 1), Subject("a.paper", 1), Subject("a.paper", 2)], None)
    assert calls == [[1, 2]]


def test_closing_reaches_the_owner_once() -> None:
    heard: list[tuple[Subject, Any]] = []

    def listen(subject: Subject, actor: Any) -> None:
        heard.append((subject, actor))

    subjects.on_closed("a.paper", listen)
    subjects.on_closed("a.paper", listen)
    subjects.closed(Subject("a.paper", 4), "who")
    subjects.closed(Subject("b.other", 4), "who")
    assert heard == [(Subject("a.paper", 4), "who")]


def test_an_issue_reaches_every_listener_once_with_its_whole_thread() -> None:
    heard: list[tuple[list[Subject], Any]] = []

    def listen(thread: list[Subject], actor: Any) -> None:
        heard.append((thread, actor))

    subjects.on_issued(listen)
    subjects.on_issued(listen)
    first, second = Subject("a.paper", 1), Subject("b.other", 2)
    subjects.issued([first, second, first], "who")
    assert heard == [([first, second], "who")]


def test_links_of_all_rooms_come_together_once() -> None:
    first, second = Subject("a.paper", 1), Subject("a.paper", 2)
    link = Link(first, second, "trả lời")
    subjects.register_links(lambda asked, actor: [link] if first in asked else [])
    subjects.register_links(lambda asked, actor: [link])
    assert subjects.links([first, first], None) == [link]
    assert subjects.links([], None) == []


def test_without_the_capability_nothing_is_shown() -> None:
    class Visitor:
        capabilities = frozenset({"paper.view"})

    def resolver(pks: list[int], actor: Any) -> dict[int, SubjectCard]:
        return {pk: SubjectCard(Subject("a.paper", pk), "Giấy") for pk in pks}

    subjects.register("a.paper", resolver, capability="paper.view")
    subjects.register("b.secret", resolver, capability="secret.view")
    asked = [Subject("a.paper", 1), Subject("b.secret", 1)]
    assert list(subjects.cards(asked, Visitor())) == [Subject("a.paper", 1)]
