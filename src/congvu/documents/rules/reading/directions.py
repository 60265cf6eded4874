"""Directions that give work: items, the works under them, and what they inherit."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from congvu.documents.messages import Direction, Found
from congvu.documents.rules.reading import deadlines, tables
from congvu.documents.rules.reading.clauses import (
    CLOSING,
    FORMAL,
    TRIGGER,
    Context,
    cooperation,
    direction,
    sentence,
)
from congvu.documents.rules.reading.paragraphs import PLAIN, Paragraph, inside
from congvu.documents.rules.reading.parties import parties_at
from congvu.documents.rules.reading.text import wordset

# Types that tell, ask or certify; their sentences about agencies give nobody work.
SILENT = wordset("TTr BC GM GUQ GGT GNP HĐ BTT BGN PB TC L PL LU")
_SENTENCE = re.compile(r"(?<=[a-z0-9)])[.;]\s+(?=[^\s])")


def read_directions(paragraphs: Sequence[Paragraph], context: Context) -> tuple[Direction, ...]:
    """Return the works that the document gives, those of sub-items inside the work above them."""
    if context.code in SILENT:
        return ()
    found: list[Direction] = tables.read_table(paragraphs, context.issued)
    number = 0
    while number < len(paragraphs):
        paragraph = paragraphs[number]
        if paragraph.table:
            number += 1
            continue
        below = _below(paragraphs, number)
        taken, used = _item(paragraph, below, context)
        found += taken
        number += 1 + (len(below) if used else 0)
    return tuple(found)


def _below(paragraphs: Sequence[Paragraph], number: int) -> list[Paragraph]:
    """Return the paragraphs under one: deeper items, and unmarked ones where it ends with a colon."""
    head = paragraphs[number]
    opens = head.text.rstrip().endswith(":") or (head.level != PLAIN and _heading(head) is not None)
    found: list[Paragraph] = []
    for paragraph in paragraphs[number + 1 :]:
        if paragraph.annex != head.annex or CLOSING.match(paragraph.folded):
            break
        if head.level == PLAIN:
            under = (opens and paragraph.level > PLAIN) or (
                opens
                and paragraph.level in {3, 5}
                and (not found or found[0].level == paragraph.level or paragraph.level == 5)
            )
        else:
            under = paragraph.level > head.level and (paragraph.level != PLAIN or opens or bool(found))
        if paragraph.level == PLAIN and head.level >= 7:
            under = False
        if not under:
            break
        found.append(paragraph)
    return found


def _item(paragraph: Paragraph, below: list[Paragraph], context: Context) -> tuple[list[Direction], bool]:
    """Return the works of a paragraph, and whether the paragraphs below were taken as parts of them."""
    if CLOSING.match(paragraph.folded) and not TRIGGER.search(paragraph.folded[:40]):
        return [], False
    found = _sentences(paragraph, context)
    if not found:
        heading = _heading(paragraph) if below else None
        if heading is None:
            return [], False
        found = [heading]
    if not below:
        return found, False
    last = found[-1]
    parts = _parts(below, last, context)
    if not last.leads or (not _ends_open(paragraph) and all(not part.inherited for part in parts) and parts):
        return [*found[:-1], *([] if not last.leads else [last]), *parts], True
    return [*found[:-1], replace(last, parts=tuple(parts))], True


def _ends_open(paragraph: Paragraph) -> bool:
    return paragraph.text.rstrip().endswith(":")


def _heading(paragraph: Paragraph) -> Direction | None:
    """A paragraph that is only a party, or only “Giao:”, heads the items below it."""
    text, folded = paragraph.text, paragraph.folded
    parties, end = parties_at(text, folded, 0)
    if parties and re.fullmatch(r"\s*(?:\([^)]*\))?\s*[:.]?\s*", text[end:]):
        return direction(paragraph, "trách nhiệm", parties, (0, len(text)), end, None, 0.85)
    if re.fullmatch(
        r"(?:(?:uy ban nhan dan|ubnd|chu tich|so|ban|hdnd|dong chi)\b[^:.;]{0,60}?\s)?(giao|yeu cau|"
        r"de nghi|phan cong(?: nhiem vu)?|to chuc thuc hien)\s*:?\s*",
        folded,
    ):
        return direction(paragraph, "giao", [], (0, len(text)), len(text), None, 0.5)
    return None


def _parts(below: list[Paragraph], parent: Direction, context: Context) -> list[Direction]:
    """Return the works of the items below; those without a party of their own inherit the parent's."""
    found: list[Direction] = []
    number = 0
    while number < len(below):
        paragraph = below[number]
        under = _below(below, number)
        taken, used = _item(paragraph, under, context)
        if not taken:
            taken, used = [_inherited(paragraph, parent, under, context)], True
        found += taken
        number += 1 + (len(under) if used else 0)
    return found


def _inherited(
    paragraph: Paragraph, parent: Direction, under: list[Paragraph], context: Context
) -> Direction:
    helpers, _ = cooperation(paragraph, 0, len(paragraph.text))
    due = deadlines.find(paragraph, 0, len(paragraph.text), context.issued)
    content = Found(paragraph.text.strip(" ;."), paragraph.spans(), 0.85)
    own = Direction(
        paragraph.item or parent.item,
        content,
        parent.verb,
        parent.leads,
        tuple(inside(paragraph, one.name, one.start, one.end) for one in helpers),
        due,
        True,
        confidence=round(parent.confidence * 0.9, 3),
    )
    return replace(own, parts=tuple(_parts(under, own, context)))


def _sentences(paragraph: Paragraph, context: Context) -> list[Direction]:
    """Return the works of a paragraph's sentences; a sentence that gives none belongs to the one before."""
    text = paragraph.text
    cuts = [0, *(match.end() for match in _SENTENCE.finditer(paragraph.folded)), len(text)]
    found: list[Direction] = []
    start = 0
    for low, high in itertools.pairwise(cuts):
        one = sentence(paragraph, low, high, context)
        if one:
            found.append(one)
            start = low
        elif (
            found
            and not CLOSING.match(paragraph.folded[low:high])
            and not FORMAL.search(paragraph.folded[low:high])
        ):
            found[-1] = _extended(paragraph, found[-1], start, high, context)
    return found


def _extended(
    paragraph: Paragraph, direction: Direction, start: int, end: int, context: Context
) -> Direction:
    due = direction.deadline or deadlines.find(paragraph, start, end, context.issued)
    at = paragraph.text.find(direction.content.value, start)
    low = at if at >= 0 else start
    content = Found(
        paragraph.text[low:end].strip(" ;."), paragraph.spans(low, end), direction.content.confidence
    )
    return replace(direction, content=content, deadline=due)
