"""Plain text and Markdown as a layout: marks become bold and italics, wide gaps become columns."""

import re
from dataclasses import replace

from congvu.documents.messages import Layout, Line
from congvu.documents.rules.reading import columns
from congvu.documents.rules.reading.text import is_rule, mend, tidy

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]+?)(?<=[^\s*_])\1(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")
_GAP = re.compile(r"[ ]{3,}|\t+[ ]*")
_TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*$")
_NARROW = 60


def layout(text: str) -> Layout:
    """Return the layout of plain text or Markdown; a form feed starts a new page."""
    pages = mend(text.replace("\r\n", "\n").replace("\r", "\n")).split("\f")
    lines: list[Line] = []
    for number, page in enumerate(pages, start=1):
        lines += _page(page, number)
    numbered = tuple(replace(line, index=index) for index, line in enumerate(lines))
    return Layout(numbered, pages=len(pages) if len(pages) > 1 else 0, source="text")


def _page(text: str, number: int) -> list[Line]:
    raw = _unspanned(text).split("\n")
    width = max([_NARROW, *(len(line.rstrip()) for line in raw if len(line) < 200)])
    rows: list[list[Line]] = []
    gap = False
    for line in raw:
        if is_rule(line) or _TABLE_RULE.match(line):
            gap = gap or "|" not in line
            continue
        rows += _rows(line, number, width, gap)
        gap = False
    return columns.arrange(rows)


def _unspanned(text: str) -> str:
    """Bold that runs over line breaks becomes bold on each line, so that each line can be read alone."""

    def each(match: re.Match[str]) -> str:
        return "\n".join(f"**{line.strip()}**" if line.strip() else line for line in match[1].split("\n"))

    return re.sub(r"\*\*(?=\S)([^*]+?\n[^*]+?)\*\*", each, text)


def _rows(line: str, page: int, width: int, gap: bool) -> list[list[Line]]:
    if line.lstrip().startswith("|") and line.count("|") >= 2:
        return _table(line, page, gap)
    bold, italic, text, lead = _unmarked(line.rstrip())
    pieces: list[Line] = []
    start = lead
    for part, length in _parts(text):
        if part.strip() and not (is_rule(part) and pieces):
            x0 = min(start / width, 1.0)
            x1 = min((start + len(part.rstrip())) / width, 1.0)
            row = part.count(" | ") >= 2
            pieces.append(Line(tidy(part), page, bold=bold, italic=italic, x0=x0, x1=x1, gap=gap, table=row))
        start += length
    return [pieces] if pieces else []


def _parts(text: str) -> list[tuple[str, int]]:
    """Cut at wide gaps; return each piece with the columns until the next."""
    found = []
    at = 0
    for match in _GAP.finditer(text):
        found.append((text[at : match.start()], match.end() - at + 4 * match[0].count("\t")))
        at = match.end()
    return [*found, (text[at:], len(text) - at)]


def _unmarked(line: str) -> tuple[bool | None, bool | None, str, int]:
    """Return bold, italic, the text without Markdown's marks, and the columns before it."""
    heading = bool(_HEADING.match(line))
    expanded = line.expandtabs(8) if line[:1] == "\t" else line
    lead = len(expanded) - len(expanded.lstrip())
    text = _HEADING.sub("", line).strip()
    bold = heading or bool(re.fullmatch(r"(\*\*|__).+\1[.:;]?|\*\*\*.+\*\*\*", text))
    plain = _BOLD.sub(r"\2", text)
    italic = bool(re.fullmatch(r"([*_])[^*_]+\1", plain))
    plain = _ITALIC.sub(r"\2", plain)
    plain = re.sub(r"^>\s?", "", plain)
    plain = re.sub(r"<br\s*/?>", " ", plain)
    return bold or None, italic or None, _ESCAPE.sub(r"\1", plain).replace("**", ""), lead


def _table(line: str, page: int, gap: bool) -> list[list[Line]]:
    """Return the rows of a table's row; cells with line breaks inside become several rows."""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    stacks = [re.split(r"<br\s*/?>", cell) for cell in cells]
    rows = []
    for level in range(max(map(len, stacks))):
        row = []
        for number, stack in enumerate(stacks):
            bold, italic, text, _ = _unmarked(stack[level]) if level < len(stack) else (None, None, "", 0)
            if text and not is_rule(text):
                x0 = number / len(cells) + 0.02
                row.append(Line(tidy(text), page, bold=bold, italic=italic, x0=x0, x1=x0 + 0.4, gap=gap))
        if row:
            rows.append(row)
    return rows
