# ruff: noqa: E501 — documents are written as they read
"""All cases: which text is set how, with which noise; every third is held out."""

from dataclasses import dataclass

from congvu.documents.tests.corpus import as_text, texts_a, texts_b
from congvu.documents.tests.corpus.made import made
from congvu.documents.tests.corpus.model import Doc
from congvu.documents.tests.corpus.noise import NOISES

MADE = 40


@dataclass(frozen=True)
class Case:
    """A file to read and what is to be read from it."""

    name: str
    doc: Doc
    form: str
    noise: str = ""
    held_out: bool = False

    def file(self) -> tuple[bytes, str]:
        """Return the bytes and the file's name."""
        if self.form.startswith("docx"):
            from congvu.documents.tests.corpus.as_word import word

            options = {
                "docx_tabs": {"tabs": True},
                "docx_counted": {"counted": True},
                "docx_boxed": {"boxed": True},
            }
            return word(self.doc, **options.get(self.form, {})), f"{self.name}.docx"
        if self.form.startswith("pdf"):
            from congvu.documents.tests.corpus.as_pdf import pdf

            stamp = {"stamp": "ĐẾN 512"} if self.form == "pdf_stamp" else {}
            filler = {"filler": 14} if self.form in {"pdf_long", "pdf_reversed"} else {}
            return pdf(
                self.doc, reversed_pages=self.form == "pdf_reversed", **stamp, **filler
            ), f"{self.name}.pdf"
        text = as_text.LAYOUTS[self.form](self.doc)
        return (NOISES[self.noise](text) if self.noise else text).encode(), f"{self.name}.txt"


_FORMS = [
    "docx", "pdf", "stacked", "columns", "merged", "markdown", "pdf_long", "docx_tabs", "right_first", "table", "docx_counted",
    "pdf_stamp", "pdf_reversed", "docx_boxed",
]  # fmt: skip
_NOISES = ["", "ocr", "", "bare_capitals", "lower_code", "", "dotted_date", "arrived", "spaced_code", "english", "", "split_code",
           "slashed_date", "wrong_letters", "copied", "decomposed"]  # fmt: skip


def all_cases() -> list[Case]:
    """Return every case: the written texts, the same with open numbers, and those put together."""
    docs = [*texts_a.TEXTS, *texts_b.TEXTS, *(made(seed) for seed in range(MADE))]
    docs += [texts_a.TEXTS[6].but(number=""), texts_b.TEXTS[3].but(number="", date=(2026, 2, 0))]
    cases = []
    texts = 0
    for number, doc in enumerate(docs):
        form = _FORMS[(number * 5 + number // 14) % len(_FORMS)]
        noise = ""
        if form in as_text.LAYOUTS:
            noise = _NOISES[texts % len(_NOISES)]
            texts += 1
        if noise == "copied":
            doc = doc.but(copy="SAO Y")
        label = f"{number:02}-{doc.code.lower()}-{form}{'-' + noise if noise else ''}"
        cases.append(Case(label, doc, form, noise, held_out=number % 3 == 2))
    return cases
