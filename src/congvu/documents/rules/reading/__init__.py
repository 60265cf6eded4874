"""Reading a document for the clerk: pure rules over the layout of NĐ 30/2020/NĐ-CP, Phụ lục I.

Nothing is guessed in silence: every value has its place in the text, a confidence, and what else it may be.
"""

from dataclasses import fields, is_dataclass, replace
from datetime import date

from congvu.documents.messages import Layout, Line, Reading, Span
from congvu.documents.rules.reading import agency, foot, head, marks, paragraphs, title, zones
from congvu.documents.rules.reading.clauses import Context
from congvu.documents.rules.reading.directions import read_directions
from congvu.documents.rules.reading.plain import layout
from congvu.documents.rules.reading.sentences import doubts_of, sentence

__all__ = ["layout", "read", "sentence"]


def read(page: Layout) -> Reading:
    """Return what the layout says."""
    parts = zones.split(page)
    code = head.read_code(parts.head)
    place, day = head.read_place_and_date(parts.head)
    if day is None:
        late, day = head.read_place_and_date([*parts.body[-4:], *parts.foot])
        place, day = place or late, day and day.scaled(0.7)
    named = title.read_title(parts, code.notation)
    issuer, superior = agency.read_agencies(parts.head)
    text = paragraphs.gather(parts.body[named.after :], parts.annexes)
    bottom = foot.read_foot(parts.foot, parts.body, parts.annexes)
    to = tuple(one for one in bottom.recipients if one.kind == "to")
    issued = date.fromisoformat(day.value) if day else None
    beside = _beside(parts)
    reading = Reading(
        number=code.number,
        notation=code.notation,
        code=code.code,
        kind=named.kind,
        kind_code=named.code,
        issuer=issuer,
        superior=superior,
        place=place,
        date=day,
        subject=named.subject,
        signers=bottom.signers,
        recipients=bottom.recipients,
        urgency=marks.read_mark(beside, marks.URGENCY),
        secrecy=marks.read_mark(beside, marks.SECRECY),
        copy=marks.read_mark([*beside, *parts.annexes[-8:], *parts.foot], marks.COPIES),
        draft=marks.read_draft(beside),
        bases=marks.read_bases(text),
        appendices=marks.read_annexes(parts, text),
        directions=read_directions(text, Context(named.code, issued, to)),
        pages=page.pages,
    )
    trusted = _trusted(reading, page.trust) if page.trust != 1 else reading
    return replace(trusted, doubts=doubts_of(trusted, disagree=named.disagree))


def _beside(parts: zones.Zones) -> list[Line]:
    """Return the lines where marks stand: the head, and short ones around the title."""
    return [*parts.head, *(line for line in parts.body[:6] if len(line.text) < 24)]


def _trusted[T](value: T, trust: float) -> T:
    """Lower every confidence of text that a machine recognised, in all that a reading holds."""
    if isinstance(value, tuple):
        return tuple(_trusted(one, trust) for one in value)  # type: ignore[return-value]
    if not is_dataclass(value) or isinstance(value, type | Span):
        return value
    changes = {}
    for each in fields(value):
        held = getattr(value, each.name)
        changes[each.name] = round(held * trust, 3) if each.name == "confidence" else _trusted(held, trust)
    return replace(value, **changes)
