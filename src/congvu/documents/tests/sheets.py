"""Documents of the corpus as sheets: one at least of each of the 29 types."""

from datetime import date

from congvu.documents.rules.layout.body import parse
from congvu.documents.rules.layout.shapes import SHAPES
from congvu.documents.rules.layout.sheet import Sheet, Signature
from congvu.documents.tests.corpus.model import Doc
from congvu.documents.tests.corpus.texts_a import TEXTS

_KEYS = {"THƯ": "THU"}


def sheet_of(doc: Doc) -> Sheet:
    """Return a document of the corpus as a sheet."""
    shape = SHAPES[_KEYS.get(doc.code, doc.code)]
    body = "\n".join("|" + "|".join(one) if isinstance(one, list) else str(one) for one in doc.body)
    first, *rest = body.split("\n")
    authority = first if first.isupper() and shape.authority else ""
    enacts = shape.enacts if shape.enacts in body else ""
    lines = [line for line in ([*rest] if authority else [first, *rest]) if line != shape.enacts]
    moved = [line for line in lines if enacts and line.startswith("Theo đề nghị")]
    lines = [line for line in lines if line not in moved]
    return Sheet(
        kind=shape.kind.name,
        code=shape.kind.code,
        agency=" ".join(doc.issuer),
        superior=" ".join(doc.superior),
        notation=doc.notation,
        number=doc.number,
        place=doc.place,
        on=date(*doc.date),
        subject=doc.subject,
        to=doc.to,
        bases=(*doc.bases, *(line.rstrip(".;") for line in moved)),
        authority=authority,
        enacts=enacts,
        body=parse("\n".join(lines)),
        signatures=tuple(Signature(above, name) for above, name, _bare in doc.signers),
        recipients=tuple(f"{name} ({role})" if role else name for name, role in doc.recipients),
        urgency=doc.urgency,
        secrecy=doc.secrecy,
    )


# Here every document has a summary: the register asks for one.
_NAMED = [doc if doc.subject else doc.but(subject="Chúc mừng Ngày Doanh nhân Việt Nam") for doc in TEXTS]
DOCS: list[tuple[Doc, Sheet]] = [(doc, sheet_of(doc)) for doc in _NAMED]
