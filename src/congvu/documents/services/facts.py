"""Putting what a document says into its columns, checked and in one form."""

from dataclasses import replace

from django.utils.translation import gettext as _

from congvu.common.errors import ActionRefused
from congvu.common.text import clean, one_line
from congvu.documents.messages import Facts
from congvu.documents.models import IncomingDocument
from congvu.documents.queries.text_search import agency_word, code_key, indexed
from congvu.documents.rules.incoming import written_code, written_notation, written_number
from congvu.documents.rules.reading.kinds import BY_CODE, BY_NAME
from congvu.documents.states.incoming import Confidentiality, Urgency

COLUMNS = (
    "kind_code", "kind_name", "number", "number_int", "notation", "code", "code_key", "issuer_name",
    "issuer_id", "superior_name", "place", "issued_on", "subject", "signer_name", "signer_position",
    "signer_authority",
    "urgency", "confidentiality", "field", "pages", "copies", "with_paper", "reply_required", "reply_by",
    "recipients", "legal_bases", "note",
)  # fmt: skip
_MOST_LIST = 200


def apply_facts(document: IncomingDocument, facts: Facts) -> None:
    """Set the columns that `facts` speak of; the caller writes.

    Raises:
        ActionRefused: a rank or a type that does not exist.
    """
    kind_code, kind_name = _kind(facts)
    document.kind_code, document.kind_name = kind_code, kind_name
    document.number, document.number_int = written_number(facts.number)
    document.notation = written_notation(facts.notation)
    document.code = written_code(document.number, document.notation)
    document.code_key = code_key(document.code)
    for name in ("issuer_name", "superior_name", "place", "signer_name", "signer_position"):
        setattr(document, name, one_line(getattr(facts, name)))
    document.signer_authority = one_line(facts.signer_authority)
    document.issuer_id = facts.issuer_id
    document.issued_on = facts.issued_on
    document.subject = one_line(facts.subject)
    document.urgency = _rank(facts.urgency, Urgency, "urgency")
    document.confidentiality = _rank(facts.confidentiality, Confidentiality, "confidentiality")
    document.field = one_line(facts.field_of_work)
    document.pages, document.copies = facts.pages, max(1, facts.copies)
    document.with_paper = facts.with_paper
    document.reply_required = facts.reply_required or facts.reply_by is not None
    document.reply_by = facts.reply_by
    document.recipients = [one_line(text)[:300] for text in facts.recipients[:_MOST_LIST]]
    document.legal_bases = [clean(text)[:1000] for text in facts.legal_bases[:_MOST_LIST]]
    document.note = one_line(facts.note)
    document.search_text = search_text(document)


def facts_of(document: IncomingDocument) -> Facts:
    """Return what a stored document says, in the form in which it can be changed."""
    names = set(Facts.__dataclass_fields__) - {"field_of_work", "recipients", "legal_bases"}
    return replace(
        Facts(**{name: getattr(document, name) for name in names}),
        field_of_work=document.field,
        recipients=tuple(document.recipients),
        legal_bases=tuple(document.legal_bases),
    )


def search_text(document: IncomingDocument) -> str:
    """Return the folded text that a document is found by, with the words that stand for its scope."""
    parts = [
        document.code,
        document.subject,
        document.kind_name,
        document.issuer_name,
        document.superior_name,
        document.signer_name,
        document.field,
        document.note,
    ]
    scopes = [word for word in document.search_text.split() if word[:3] in {"zun", "zof"}]
    own = agency_word(document.agency_id)
    return " ".join([indexed(" ".join(parts)), own, *dict.fromkeys(scopes)])


def _kind(facts: Facts) -> tuple[str, str]:
    """Return code and name of the type; a name that the decree does not have is kept as it is."""
    name = one_line(facts.kind_name)
    if name in BY_NAME:
        return BY_NAME[name].code, name
    if not name and facts.kind_code:
        kind = BY_CODE.get(facts.kind_code)
        if kind is None:
            raise ActionRefused(
                _("Không có loại văn bản “%(code)s”.") % {"code": facts.kind_code},
                code="kind",
                field="kind_name",
            )
        return kind.code, kind.name
    return "", name


def _rank(value: int, ladder: type[Urgency] | type[Confidentiality], name: str) -> int:
    try:
        return int(ladder(value))
    except ValueError:
        raise ActionRefused(_("Giá trị không có trong danh mục."), code="rank", field=name) from None


def columns() -> list[str]:
    """Return the model's fields that `apply_facts` sets, as `save` wants them named."""
    return [field_of(name) for name in COLUMNS]


def field_of(column: str) -> str:
    """Return the model field of a column."""
    return "issuer" if column == "issuer_id" else column
