"""One Vietnamese legal term per noun, and one Vietnamese sentence per audited fact."""

import re
import unicodedata

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from congvu.audit.events import EventKind, all_kinds
from tests.house.source import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
ROW = re.compile(r"^\| *`?([A-Z]\w+)`? *\| *([^|]+?) *\| *([^|]+?) *\|", re.MULTILINE)
HEADS = {"Identifier", "English"}


def rows(text: str) -> dict[str, list[tuple[str, str]]]:
    """Return the glossary: identifier → (Vietnamese term, definition), several for a name of two rooms."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, term, meaning in ROW.findall(text):
        if name not in HEADS:
            found.setdefault(name, []).append((term, meaning))
    return found


def missing_words(nouns: list[tuple[str, str]], glossary: dict[str, list[tuple[str, str]]]) -> list[str]:
    """Models whose identifier or Vietnamese name the glossary does not know."""
    found = []
    for name, term in nouns:
        terms = [entry[0].casefold() for entry in glossary.get(name, [])]
        if term.casefold() not in terms:
            found.append(f"{name} — “{term}”: add the row to docs/glossary.md (it has: {terms or 'nothing'})")
    return found


def own_models() -> list[type[models.Model]]:
    """Return the models of our rooms."""
    return [model for model in apps.get_models() if model.__module__.startswith("congvu.")]


def bad_kinds(kinds: list[EventKind]) -> list[str]:
    """Event kinds whose name, sentence or personal list is not what it should be."""
    found = []
    for kind in kinds:
        sentence = str(kind.sentence)
        if not re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", kind.name):
            found.append(f"{kind.name}: name it noun.past_fact in lower case")
        if not _vietnamese(sentence):
            found.append(f"{kind.name}: “{sentence}” is no Vietnamese sentence")
        if "." in sentence.rstrip(".") and re.search(r"{\w*[.\[]", sentence):
            found.append(f"{kind.name}: the sentence reaches into an object")
        if not isinstance(kind.personal, tuple):
            found.append(f"{kind.name}: its list of personal fields must be a tuple, empty if there are none")
    return found


def _vietnamese(text: str) -> bool:
    marks = [char for char in unicodedata.normalize("NFD", text) if unicodedata.combining(char)]
    return (bool(marks) or "đ" in text.casefold()) and " " in text


def test_every_model_stands_in_the_glossary() -> None:
    with translation.override("vi"):
        nouns = [(model.__name__, str(model._meta.verbose_name)) for model in own_models()]
    breaches = missing_words(nouns, rows(GLOSSARY.read_text(encoding="utf-8")))
    assert not breaches, "\n".join(breaches)


def test_no_two_terms_for_one_identifier_in_a_room() -> None:
    for name, entries in rows(GLOSSARY.read_text(encoding="utf-8")).items():
        holders = [model for model in own_models() if model.__name__ == name]
        assert len(entries) <= max(1, len(holders)), f"{name} stands {len(entries)} times in the glossary"


def test_every_event_kind_has_a_sentence_and_a_personal_list() -> None:
    kinds = list(all_kinds())
    assert kinds
    assert not bad_kinds(kinds), "\n".join(bad_kinds(kinds))


def test_a_missing_word_is_found() -> None:
    glossary = rows("| Dossier | hồ sơ | Papers. |\n|---|---|---|\n")
    assert missing_words([("Dossier", "hồ sơ")], glossary) == []
    assert len(missing_words([("Dossier", "đơn"), ("Case", "trường hợp")], glossary)) == 2


@pytest.mark.parametrize(
    "kind",
    [
        EventKind("Accepted", "{officer} tiếp nhận hồ sơ"),
        EventKind("dossier.accepted", "accepted the dossier"),
        EventKind("dossier.accepted", ""),
        EventKind("dossier.accepted", "{officer.name} tiếp nhận hồ sơ."),
        EventKind("dossier.accepted", "{officer} tiếp nhận hồ sơ", personal=None),  # type: ignore[arg-type]
    ],
)
def test_a_bad_kind_is_found(kind: EventKind) -> None:
    assert len(bad_kinds([kind])) == 1
