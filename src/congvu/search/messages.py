"""What a search finds."""

from dataclasses import dataclass, field

from congvu.common.subjects import SubjectCard

type Pieces = list[tuple[str, bool]]
"""A text in pieces, each with whether it matches."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found.

    Args:
        card: the thing in one line.
        code: its code, with the matching parts marked.
        title: the same of its title.
    """

    card: SubjectCard
    code: Pieces
    title: Pieces


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things of one noun were found.

    Args:
        name: the noun's name in an address, such as "van-ban-den".
        noun: the noun in words.
        count: how many, at most as many as are looked at.
        capped: whether there are more.
    """

    name: str
    noun: str
    count: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found, and how much there is of each noun."""

    hits: list[Hit] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    page: int = 1
    more: bool = False
