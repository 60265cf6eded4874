"""What changed between two versions of a draft: by paragraph, and inside a changed one by word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

_WORDS = re.compile(r"\s+|[^\s]+")
FIELDS: dict[str, str] = {
    "kind": "Loại văn bản",
    "subject": "Trích yếu",
    "to": "Kính gửi",
    "bases": "Căn cứ",
    "deciding": "Thẩm quyền ban hành",
    "authority": "Thẩm quyền ký",
    "signer_name": "Người ký",
    "cosigners": "Chữ ký khác",
    "recipients_text": "Nơi nhận",
    "scope": "Phạm vi lưu hành",
    "drafter": "Ký hiệu người soạn",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are the same ("same"), were added ("added") or taken out ("gone")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph or field that differs, or (without a change) stands around one.

    Args:
        kind: "same", "added", "gone" or "changed".
        pieces: its words.
        label: the field, "" for a paragraph of the main text.
    """

    kind: str
    pieces: tuple[Piece, ...]
    label: str = ""


def differences(before: str, after: str) -> list[Change]:
    """Return the paragraphs of `after` and those that went, in order."""
    old, new = before.splitlines(), after.splitlines()
    found: list[Change] = []
    for tag, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Change("same", (Piece("same", line),)) for line in new[start:end]]
            continue
        for one, other in zip_longest(old[low:high], new[start:end]):
            found.append(_changed(one, other))
    return found


def field_differences(before: Mapping[str, object], after: Mapping[str, object]) -> list[Change]:
    """Return the fields of a draft that differ."""
    found = []
    for name, label in FIELDS.items():
        old, new = str(before.get(name, "") or ""), str(after.get(name, "") or "")
        if old != new:
            found.append(Change("changed", tuple(_pieces(old, new)), label))
    return found


def _changed(old: str | None, new: str | None) -> Change:
    if old is None:
        return Change("added", (Piece("added", new or ""),))
    if new is None:
        return Change("gone", (Piece("gone", old),))
    return Change("changed", tuple(_pieces(old, new)))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for tag, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(after[start:end]))
            continue
        if high > low:
            yield Piece("gone", "".join(before[low:high]))
        if end > start:
            yield Piece("added", "".join(after[start:end]))
