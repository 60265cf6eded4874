# ruff: noqa: E501 — Typst in one piece
"""A document as a PDF set by Typst the way NĐ 30 lays it out; with stamps over it, or its pages reversed."""

import io
import json
import tempfile
from pathlib import Path

import pypdf
import typst

from congvu.documents.tests.corpus import as_text
from congvu.documents.tests.corpus.model import Doc
from congvu.printing.services.fonts import loaded

SOURCE = r"""
#let d = json("data.json")
#set page(paper: "a4", margin: (top: 2cm, bottom: 2cm, left: 3cm, right: 1.5cm),
  header: context if counter(page).get().first() > 1 { align(center)[#counter(page).display()] },
  foreground: if d.stamp != "" { place(top + left, dx: 4.4cm, dy: 3.2cm, rotate(-8deg, text(fill: red.transparentize(40%), size: 11pt, weight: "bold")[#d.stamp])) })
#set text(font: "Tinos", size: 13pt, lang: "vi")
#set par(justify: true, first-line-indent: (amount: 1cm, all: true), spacing: 0.9em)
#let plain(body) = { set par(first-line-indent: 0cm, justify: false, spacing: 0.55em); body }
#let one(line) = if line.bold { strong(line.text) } else if line.italic { emph(line.text) } else { line.text }
#let stack-lines(lines) = plain(for line in lines { if line.text == "" { v(0.5em) } else { par(one(line)) } })
#grid(columns: (42%, 58%), align: center, stack-lines(d.left), stack-lines(d.right))
#v(0.4cm)
#for line in d.heading { align(center, plain(par(one(line)))) }
#for item in d.body {
  if type(item) == array { table(columns: item.map(_ => 1fr), ..item) }
  else if item.starts-with("Căn cứ") { par(emph(item)) }
  else if item.starts-with("Kính gửi") { plain(par([#h(1.2cm)#item])) }
  else { par(text(item)) }
}
#v(0.3cm)
#block(breakable: false, grid(columns: (48%, 52%), {set text(11pt); set align(left); stack-lines(d.low)}, {set align(center); stack-lines(d.lower)}))
#for line in d.below { plain(par(text(size: 11pt, line))) }
#if d.annex.len() > 0 { pagebreak(); for line in d.annex { align(center, plain(par(text(line)))) } }
"""


def pdf(doc: Doc, *, stamp: str = "", reversed_pages: bool = False, filler: int = 0) -> bytes:
    """Return a PDF.

    Args:
        stamp: words of a stamp that lies over the head.
        reversed_pages: whether the pages come upside down, as from a scanner.
        filler: paragraphs of background put before the body, to fill pages.
    """
    data = _data(doc, stamp, filler)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "main.typ").write_text(SOURCE, encoding="utf-8")
        (Path(folder) / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        out = typst.compile(str(Path(folder) / "main.typ"), root=folder, font_paths=loaded()[0])
    return _reversed(bytes(out)) if reversed_pages else bytes(out)


def _line(text: str, bold: bool = False, italic: bool = False) -> dict[str, object]:
    return {"text": text, "bold": bold, "italic": italic}


def _data(doc: Doc, stamp: str, filler: int) -> dict[str, object]:
    left, right = as_text.head_columns(doc)
    low, lower = as_text.foot_columns(doc)
    middle = as_text.middle(doc)
    count = 0 if doc.code == "CV" else 2 if doc.subject else 1
    loose = list(middle[count : len(middle) - len(doc.body)])
    background = [
        f"Trong năm qua, công tác này có chuyển biến ở cả {n + 2} lĩnh vực; tuy vậy, nhiều nơi còn lúng túng, hạ tầng chưa đồng bộ, "
        "nhận thức của một bộ phận người dân chưa đầy đủ nên kết quả chưa bền vững." for n in range(filler)
    ]  # fmt: skip
    return {
        "stamp": stamp,
        "left": [_line(text, bold=text in doc.issuer) for text in left],
        "right": [_line(text, bold=n < 2, italic=n == len(right) - 1) for n, text in enumerate(right)],
        "heading": [_line(text, bold=True) for text in middle[:count]],
        "body": [*loose, *background, *(one if isinstance(one, list) else str(one) for one in doc.body)],
        "low": [_line(text, bold=text == "Nơi nhận:") for text in low],
        "lower": [_line(text, bold=True) for text in lower],
        "below": as_text.below_foot(doc),
        "annex": list(doc.annex),
    }


def _reversed(data: bytes) -> bytes:
    writer = pypdf.PdfWriter()
    for page in reversed(pypdf.PdfReader(io.BytesIO(data)).pages):
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
