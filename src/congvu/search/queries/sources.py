"""The nouns that can be searched: one line each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from congvu.directory.messages import Actor
from congvu.documents.queries.text_search import scope_words as document_scopes
from congvu.dossiers.queries.scopes import scope_words_of as dossier_scopes
from congvu.search.queries.candidates import Index

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True, slots=True)
class Source:
    """A noun that can be searched.

    Args:
        name: in an address.
        noun: in words.
        label: of its subjects.
        capability: who lacks it does not search here.
        index: its full-text index.
        scopes: the words that stand for what an officer may see.
    """

    name: str
    noun: "StrPromise"
    label: str
    capability: str
    index: Index
    scopes: Callable[[Actor], list[str]]


SOURCES: tuple[Source, ...] = (
    Source(
        "ho-so",
        _("Hồ sơ"),
        "dossiers.dossier",
        "dossier.view",
        Index("dossiers_dossier", "dossiers_search"),
        dossier_scopes,
    ),
    Source(
        "van-ban-den",
        _("Văn bản đến"),
        "documents.incomingdocument",
        "document.view",
        Index("documents_incomingdocument", "documents_incomingdocument_search"),
        document_scopes,
    ),
)


def sources_of(actor: Actor) -> list[Source]:
    """Return the nouns that `actor` may search."""
    return [source for source in SOURCES if source.capability in actor.capabilities]
