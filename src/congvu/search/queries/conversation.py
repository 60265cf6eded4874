"""The conversation that a noun is part of: documents, answers, work and dossiers that came of each other."""

from dataclasses import dataclass

from congvu.common import subjects
from congvu.common.subject import Subject
from congvu.common.subjects import Link, SubjectCard
from congvu.directory.messages import Actor

MOST = 60
STEPS = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing in a conversation.

    Args:
        card: the thing in one line.
        depth: how far it is indented under what it came from; 0 for a beginning.
        words: how it came from that, such as "trả lời"; "" for a beginning.
        here: whether the conversation was asked for from this one.
    """

    card: SubjectCard
    depth: int
    words: str
    here: bool


def conversation(start: Subject, actor: Actor) -> list[Turn]:
    """Return what `start` came from and what came of it, as a tree from the oldest on.

    What the officer may not see is left out together with its words; what hangs on it moves up.

    Args:
        start: where one asks.
        actor: who asks.
    """
    links = _gathered(start, actor)
    nodes = dict.fromkeys([start, *(end for link in links for end in (link.source, link.target))])
    telling = _Telling(start, links, subjects.cards(list(nodes)[:MOST], actor))
    came = {link.target for link in links}
    beginnings = sorted((node for node in nodes if node not in came), key=telling.age)
    for node in [*beginnings, *nodes]:  # a ring has no beginning
        telling.tell(node)
    return telling.turns


def _gathered(start: Subject, actor: Actor) -> list[Link]:
    links: dict[Link, None] = {}
    known, fresh = {start}, [start]
    for _step in range(STEPS):
        found = subjects.links(fresh, actor)
        links.update(dict.fromkeys(found))
        ends = dict.fromkeys(end for link in found for end in (link.source, link.target))
        fresh = [end for end in ends if end not in known][: MOST - len(known)]
        known.update(fresh)
        if not fresh:
            break
    return list(links)


class _Telling:
    """Walks the links from the beginnings on, and writes down each thing once."""

    def __init__(self, start: Subject, links: list[Link], cards: dict[Subject, SubjectCard]) -> None:
        self.start, self.links, self.cards = start, links, cards
        self.turns: list[Turn] = []
        self.told: set[Subject] = set()

    def tell(self, node: Subject, words: str = "", depth: int = 0) -> None:
        if node in self.told:
            return
        self.told.add(node)
        card = self.cards.get(node)
        if card is not None:
            self.turns.append(Turn(card, depth, words, node == self.start))
            depth += 1
        came = [link for link in self.links if link.source == node]
        for link in sorted(came, key=lambda one: self.age(one.target)):
            self.tell(link.target, link.words, depth)

    def age(self, node: Subject) -> tuple[int, str, int]:
        """Return what things are ordered by: their date, then their key."""
        card = self.cards.get(node)
        return (card.on.toordinal() if card and card.on else 0, node.label, node.pk)
