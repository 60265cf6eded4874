"""The plain syntax in which officers write the main text, and the blocks that it means.

One line is one paragraph. What a line opens with says what it is: `Điều 1.`, `I.`, `1.`, `a)`, `-` and `+`
as the decree numbers them (nothing is renumbered), `# ` a centred bold heading, `== ` an annex on a new page.
Lines that begin with `|` are the rows of a table, the first one its head. `**bold**` and `__italic__` inside
a line.
"""

import re
from collections.abc import Iterator

from congvu.common.text import clean
from congvu.documents.rules.layout.sheet import Block, Run

_ARTICLE = re.compile(r"^Điều \d+[a-zđ]?\.")
_PART = re.compile(r"^(?:[IVXL]+|[A-ZĐ])\.\s")
_ITEM = re.compile(r"^(?:\d+(?:\.\d+)*[.)]|[a-zđ][.)]|[-–+•])\s")
_STYLE = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")
_RULE = re.compile(r"^\|?[\s:|-]+\|?$")
_HEADING = re.compile(r"^(?:QUYẾT (?:ĐỊNH|NGHỊ)|NAY QUYẾT ĐỊNH|HƯỚNG DẪN|YÊU CẦU)\s*:$")


def parse(text: str) -> tuple[Block, ...]:
    """Return the blocks that `text` means; blank lines only part tables."""
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*clean(text).splitlines(), ""]:
        if line.startswith("|"):
            if not _RULE.match(line):
                rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            blocks.append(Block("table", rows=_even(rows)))
            rows = []
        if line:
            blocks.append(_block(line))
    return tuple(blocks)


def _even(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    width = max(len(row) for row in rows)
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _block(line: str) -> Block:
    if line.startswith("== "):
        return Block("annex", tuple(_runs(line[3:])))
    if line.startswith("# "):
        return Block("head", tuple(_runs(line[2:])))
    if _HEADING.match(line):
        return Block("head", (Run(line),))
    if _ARTICLE.match(line):
        return Block("article", tuple(_article(line)))
    if _PART.match(line):
        return Block("part", tuple(_runs(line)))
    return Block("item" if _ITEM.match(line) else "para", tuple(_runs(line)))


def _article(line: str) -> Iterator[Run]:
    """Set “Điều 1.” bold; the title too when the line is nothing but a title."""
    match = _ARTICLE.match(line)
    assert match is not None
    rest = line[match.end() :]
    if rest and len(rest) < 120 and rest[-1] not in ".;:,/":
        yield Run(line, bold=True)
        return
    yield Run(match[0], bold=True)
    yield from _runs(rest)


def _runs(line: str) -> Iterator[Run]:
    start = 0
    for match in _STYLE.finditer(line):
        if match.start() > start:
            yield Run(line[start : match.start()])
        yield Run(match[1] or match[2], bold=bool(match[1]), italic=bool(match[2]))
        start = match.end()
    if start < len(line):
        yield Run(line[start:])


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a list that an officer wrote (recipients, bases), without dashes and ends."""
    found = (re.sub(r"^[-–+•]\s*", "", line) for line in clean(text).splitlines())
    return tuple(one for line in found if (one := line.rstrip(" .;,")))


def bases_of(text: str) -> tuple[str, ...]:
    """Return the legal bases of a text, each beginning with “Căn cứ” or as the officer wrote it."""
    return lines_of(text)


def ended(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return lines with the ends that the decree wants: semicolons, and a full stop after the last."""
    last = len(lines) - 1
    return tuple(line + ("." if number == last else ";") for number, line in enumerate(lines))
