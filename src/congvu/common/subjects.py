"""What a `Subject` looks like to an officer: each room shows its own nouns, nobody imports upwards."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from congvu.common.subject import Subject


@dataclass(frozen=True, slots=True)
class SubjectCard:
    """A noun of some room in one line.

    Args:
        subject: what it stands for.
        code: its number or code, "" where it has none.
        title: what it is about.
        link: the address of its page.
        on: its date, where it has one.
        state: its state in words.
        kind: the noun itself, such as "Văn bản đến".
    """

    subject: Subject
    title: str
    code: str = ""
    link: str = ""
    on: date | None = None
    state: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One thing came from another.

    Args:
        source: what was there first, such as the document that gave the work.
        target: what came from it.
        words: how, as said of the target, such as "giao từ" or "trả lời".
    """

    source: Subject
    target: Subject
    words: str


Resolver = Callable[[list[int], Any], Mapping[int, SubjectCard]]
Finder = Callable[[list[Subject], Any], Iterable[Link]]
Listener = Callable[[Subject, Any], None]
IssueListener = Callable[[list[Subject], Any], object]

_RESOLVERS: dict[str, tuple[Resolver, str]] = {}
_FINDERS: list[Finder] = []
_LISTENERS: dict[str, list[Listener]] = {}
_ISSUE_LISTENERS: list[IssueListener] = []


def register(label: str, resolver: Resolver, *, capability: str) -> None:
    """Say how subjects of `label` are shown.

    Args:
        label: the model's label in lower case, such as "documents.incomingdocument".
        resolver: takes primary keys and the actor; returns cards of those in the actor's scope, by key.
        capability: what the actor needs to see any of them at all; "" for nothing.
    """
    _RESOLVERS[label] = (resolver, capability)


def cards(subjects: Iterable[Subject], actor: Any) -> dict[Subject, SubjectCard]:
    """Return the cards of what `actor` may see, in the order given; one resolver call for each label."""
    wanted = list(dict.fromkeys(subjects))
    found: dict[Subject, SubjectCard] = {}
    for label in {subject.label for subject in wanted}:
        resolver, capability = _RESOLVERS.get(label, (None, ""))
        if resolver is None or (capability and capability not in actor.capabilities):
            continue
        for pk, card in resolver([subject.pk for subject in wanted if subject.label == label], actor).items():
            found[Subject(label, pk)] = card
    return {subject: found[subject] for subject in wanted if subject in found}


def register_links(finder: Finder) -> None:
    """Add a room's knowledge of what came from what.

    Args:
        finder: takes subjects of any room and the actor; returns the links of its own tables that touch
            one of them, at either end.
    """
    if finder not in _FINDERS:
        _FINDERS.append(finder)


def links(subjects: Iterable[Subject], actor: Any) -> list[Link]:
    """Return what came from the subjects, and what they came from; one finder call for each room."""
    asked = list(dict.fromkeys(subjects))
    return list(dict.fromkeys(link for finder in _FINDERS for link in finder(asked, actor))) if asked else []


def on_closed(label: str, listener: Listener) -> None:
    """Have `listener` called, in the same transaction, when work that came from a subject of `label` ends."""
    listeners = _LISTENERS.setdefault(label, [])
    if listener not in listeners:
        listeners.append(listener)


def closed(source: Subject, actor: Any) -> None:
    """Tell the room that owns `source` that all work which came from it has ended."""
    for listener in _LISTENERS.get(source.label, []):
        listener(source, actor)


def on_issued(listener: IssueListener) -> None:
    """Have `listener` called, in the same transaction, when a document is issued.

    Args:
        listener: takes the document with what it was drafted from or answers, and who issued it. What it
            raises undoes the issue.
    """
    if listener not in _ISSUE_LISTENERS:
        _ISSUE_LISTENERS.append(listener)


def issued(thread: Iterable[Subject], actor: Any) -> None:
    """Tell the rooms whose work waits for it that a document was issued.

    Args:
        thread: the document, then what it was drafted from or answers.
        actor: who issued it.
    """
    told = list(dict.fromkeys(thread))
    for listener in _ISSUE_LISTENERS:
        listener(told, actor)
