"""A document as text: stacked, in drawn columns, run together, as Markdown; wrapped or not."""

import textwrap

from congvu.documents.tests.corpus.model import Doc

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
WIDTH = 88


def dated(doc: Doc) -> str:
    """Place and date as the decree has them."""
    year, month, day = doc.date
    return (
        f"{doc.place}, ngày {day:02} tháng {month:02} năm {year}"
        if day
        else f"{doc.place}, ngày     tháng {month:02} năm {year}"
    )


def numbered(doc: Doc) -> str:
    """The line of number and notation."""
    return f"Số: {doc.number}/{doc.notation}" if doc.number else f"Số:      /{doc.notation}"


def title(doc: Doc) -> str:
    """The type in capitals."""
    return "THƯ CHÚC MỪNG" if doc.code == "THƯ" else doc.kind.upper()


def head_columns(doc: Doc) -> tuple[list[str], list[str]]:
    """The lines of the left and of the right column of the head."""
    left = [*doc.superior, *doc.issuer]
    if doc.notation:
        left.append(numbered(doc))
    if doc.code == "CV":
        left += textwrap.wrap(f"V/v {doc.subject}", 34)
    if doc.secrecy:
        left.append(doc.secrecy.upper())
    if doc.urgency:
        left.append(doc.urgency.upper())
    right = [NATION, MOTTO]
    while len(right) < len(doc.superior) + len(doc.issuer):
        right.append("")
    return left, [*right, dated(doc)]


def foot_columns(doc: Doc) -> tuple[list[str], list[str]]:
    """The lines of the left and of the right column of the foot."""
    if len(doc.signers) == 2:
        left, right = ([*lines, "", "", name] for lines, name, _ in doc.signers)
        return left, right
    left = ["Nơi nhận:"] if doc.recipients else []
    for number, (name, role) in enumerate(doc.recipients):
        end = "." if number == len(doc.recipients) - 1 else ";"
        left.append(f"- {name}{f' ({role})' if role else ''}{end}")
    lines, shown, _ = doc.signers[0]
    return left, [*lines, "", "", shown]


def below_foot(doc: Doc) -> list[str]:
    """Recipients that stand under two signers."""
    if len(doc.signers) != 2 or not doc.recipients:
        return []
    return ["", "Nơi nhận:", *(f"- {name}{f' ({role})' if role else ''};" for name, role in doc.recipients)]


def address(doc: Doc) -> list[str]:
    """“Kính gửi”, on one line or as a list."""
    if len(doc.to) == 1:
        return [f"Kính gửi: {doc.to[0]}"]
    return (
        ["Kính gửi:", *(f"- {one}{';' if n < len(doc.to) - 1 else '.'}" for n, one in enumerate(doc.to))]
        if doc.to
        else []
    )


def middle(doc: Doc) -> list[str]:
    """The paragraphs between head and foot, title included."""
    out = [] if doc.code == "CV" else [title(doc), *([doc.subject] if doc.subject else [])]
    out += address(doc)
    out += [f"{one}{';' if n < len(doc.bases) - 1 else '.'}" for n, one in enumerate(doc.bases)]
    for one in doc.body:
        out.append(" | ".join(one) if isinstance(one, list) else str(one))
    return out


def stacked(doc: Doc) -> str:
    """Left column, right column, body, foot, one below the other with blank lines."""
    left, right = head_columns(doc)
    low, lower = foot_columns(doc)
    parts = [
        "\n".join(left),
        "\n".join(filter(None, right)),
        *middle(doc),
        "\n".join(filter(None, low)),
        "\n".join(filter(None, lower)),
    ]
    return "\n\n".join([*parts, *below_foot(doc), *doc.annex]) + "\n"


def right_first(doc: Doc) -> str:
    """The right columns first, and the signature above the recipients, as some extractors give them."""
    left, right = head_columns(doc)
    low, lower = foot_columns(doc)
    body = middle(doc)
    return (
        "\n".join(
            [
                *filter(None, right),
                *left,
                *body,
                *filter(None, lower),
                *filter(None, low),
                *below_foot(doc),
                *doc.annex,
            ]
        )
        + "\n"
    )


def _beside(left: list[str], right: list[str], gutter: int) -> list[str]:
    rows = []
    for number in range(max(len(left), len(right))):
        one = left[number] if number < len(left) else ""
        other = right[number] if number < len(right) else ""
        rows.append(
            f"{one:<{gutter}}{other}".rstrip() if len(one) < gutter - 2 else f"{one}   {other}".rstrip()
        )
    return rows


def _wrapped(doc: Doc, paragraphs: list[str]) -> list[str]:
    out = []
    for text in paragraphs:
        out += [text] if " | " in text else textwrap.wrap(text, WIDTH, initial_indent="    ")
    return out


def columns(doc: Doc) -> str:
    """Columns drawn with spaces, the body wrapped."""
    left, right = head_columns(doc)
    low, lower = foot_columns(doc)
    body = middle(doc)
    count = 0 if doc.code == "CV" else 2 if doc.subject else 1
    heading = [line.center(WIDTH).rstrip() for text in body[:count] for line in textwrap.wrap(text, 70)]
    rows = [
        *_beside(left, [f"{one:^40}".rstrip() for one in right], 46),
        "",
        *heading,
        "",
        *_wrapped(doc, body[count:]),
        "",
    ]
    rows += _beside(low, [f"{one:^36}".rstrip() for one in lower], 48)
    return "\n".join([*rows, *below_foot(doc), *doc.annex]) + "\n"


def merged(doc: Doc) -> str:
    """The two columns run together line by line with single spaces, the body wrapped."""
    left, right = head_columns(doc)
    low, lower = foot_columns(doc)

    def pair(one, other):
        return [" ".join(" ".join(row.split()) for row in [a, b] if row.strip()) for a, b in _zip(one, other)]

    number = next((n for n, line in enumerate(left) if line.startswith("Số")), len(left))
    place = len(right) - 1
    right = [*right[:place], *[""] * max(0, number - place), right[place]]
    lines = [
        line
        for line in [*pair(left, right), *_flush(middle(doc)), *pair(low, [one for one in lower if one])]
        if line
    ]
    return "\n".join([*lines, *below_foot(doc), *doc.annex]) + "\n"


def _zip(one: list[str], other: list[str]) -> list[tuple[str, str]]:
    size = max(len(one), len(other))
    return list(zip(one + [""] * (size - len(one)), other + [""] * (size - len(other)), strict=True))


def _flush(paragraphs: list[str]) -> list[str]:
    return [line for text in paragraphs for line in ([text] if " | " in text else textwrap.wrap(text, WIDTH))]


def markdown(doc: Doc) -> str:
    """Markdown with headings, bold, and line breaks."""
    left, right = head_columns(doc)
    low, lower = foot_columns(doc)
    body = middle(doc)
    count = 0 if doc.code == "CV" else 2 if doc.subject else 1
    heading = [f"## {body[0]}"] if count else []
    heading += [f"### **{body[1]}**"] if count == 2 else []
    parts = [
        "  \n".join(left),
        "  \n".join(f"**{one}**" if n < 2 else f"*{one}*" for n, one in enumerate(filter(None, right))),
    ]
    parts += [
        *heading,
        *(text.replace("1.", "1\\.", 1) if text.startswith("1.") else text for text in body[count:]),
    ]
    parts += ["\n".join(["**Nơi nhận:**", *low[1:]]) if low and low[0] == "Nơi nhận:" else "\n".join(low)]
    names = [one for one in lower if one]
    parts += ["**" + "  \n".join(names[:-1]) + "**", f"**{names[-1]}**"]
    return "\n\n".join([*parts, *below_foot(doc), *doc.annex]) + "\n"


def table(doc: Doc) -> str:
    """Markdown whose head and foot are tables with line breaks in the cells."""
    left, right = head_columns(doc)
    low, lower = foot_columns(doc)
    cell = lambda lines: "<br>".join(filter(None, lines)) or " "  # noqa: E731
    rows = [
        f"| {cell(left)} | {cell(right)} |",
        "|---|---|",
        "",
        "\n\n".join(middle(doc)),
        "",
        f"| {cell(low)} | {cell(lower)} |",
        "|---|---|",
    ]
    return "\n".join([*rows, *below_foot(doc), "", *doc.annex]) + "\n"


LAYOUTS = {
    "stacked": stacked,
    "right_first": right_first,
    "columns": columns,
    "merged": merged,
    "markdown": markdown,
    "table": table,
}
