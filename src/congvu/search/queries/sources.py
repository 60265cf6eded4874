"""The nouns that can be searched: one line each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from congvu.assignments.models import Assignment
from congvu.casefiles.models import CaseFile
from congvu.directory.messages import Actor
from congvu.documents.queries.text_search import scope_words as document_scopes
from congvu.dossiers.queries.scopes import scope_words_of as dossier_scopes
from congvu.search.queries.candidates import Index, newest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


type Finding = Callable[[Actor, tuple[str, ...], int], list[int]]
"""Takes who asks, the folded words and how many ids are wanted; returns the newest first."""


@dataclass(frozen=True, slots=True)
class Source:
    """A noun that can be searched.

    Args:
        name: in an address.
        noun: in words.
        label: of its subjects.
        capability: who lacks it does not search here.
        finding: returns the newest rows that hold the words.
    """

    name: str
    noun: "StrPromise"
    label: str
    capability: str
    finding: Finding


def _indexed(index: Index, scopes: Callable[[Actor], list[str]]) -> Finding:
    """Return how a large table is asked: its full-text index narrows to what the officer may see."""
    return lambda actor, words, wanted: newest(index, words, scopes(actor), wanted)


def _assignments(actor: Actor, words: tuple[str, ...], wanted: int) -> list[int]:
    """Ask for assigned work: there is a hundredth of it, so that rights are checked row by row."""
    found = Assignment.objects.visible_to(actor).matching(" ".join(words))
    return list(found.order_by("-pk").values_list("pk", flat=True)[:wanted])


def _case_files(actor: Actor, words: tuple[str, ...], wanted: int) -> list[int]:
    """Ask for case files, of which there are fewer still, in the same way."""
    found = CaseFile.objects.visible_to(actor).matching(" ".join(words))
    return list(found.order_by("-pk").values_list("pk", flat=True)[:wanted])


SOURCES: tuple[Source, ...] = (
    Source(
        "ho-so",
        _("Hồ sơ"),
        "dossiers.dossier",
        "dossier.view",
        _indexed(Index("dossiers_dossier", "dossiers_search"), dossier_scopes),
    ),
    Source(
        "van-ban-den",
        _("Văn bản đến"),
        "documents.incomingdocument",
        "document.view",
        _indexed(Index("documents_incomingdocument", "documents_incomingdocument_search"), document_scopes),
    ),
    Source(
        "van-ban-di",
        _("Văn bản đi"),
        "documents.outgoingdocument",
        "document.view",
        _indexed(Index("documents_outgoingdocument", "documents_outgoingdocument_search"), document_scopes),
    ),
    Source("ho-so-cong-viec", _("Hồ sơ công việc"), "casefiles.casefile", "casefile.view", _case_files),
    Source("nhiem-vu", _("Nhiệm vụ"), "assignments.assignment", "assignment.view", _assignments),
)


def sources_of(actor: Actor) -> list[Source]:
    """Return the nouns that `actor` may search."""
    return [source for source in SOURCES if source.capability in actor.capabilities]
