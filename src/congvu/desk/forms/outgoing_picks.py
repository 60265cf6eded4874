"""Picking another document by number or words: what replaces or corrects one, what one answers."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congvu.desk.forms.outgoing import OutgoingActForm
from congvu.desk.forms.parts import Words
from congvu.documents.queries.boxes import Box, Filters, box_page
from congvu.documents.queries.outgoing import outgoing_list

MOST = 12


def _day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else ""


class PickForm(OutgoingActForm):
    """Words that narrow a list of documents, and one of them."""

    picks: ClassVar[str]
    none_found = False

    q = forms.CharField(
        label=_("Tìm theo số, ký hiệu hoặc trích yếu"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip

    def prepare(self) -> None:
        """Offer what the words find; without words, the latest ones."""
        words = str(self["q"].value() or "").strip()[:100]
        field = self.fields[self.picks]
        rows = list(self.found(words))[:MOST]
        field.choices = rows  # type: ignore[attr-defined]
        self.none_found = not rows

    def found(self, words: str) -> Iterable[tuple[int, str]]:
        """Return keys and lines of what the words find."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {name: value for name, value in super().values().items() if name != "q"}


class RelatedForm(PickForm):
    """Another issued document of the agency, and why."""

    picks = "by_document_id"
    letters_only = False

    by_document_id = forms.TypedChoiceField(
        label=_("Bằng văn bản đã phát hành"), coerce=int, widget=forms.RadioSelect
    )
    reason = Words(label=_("Lý do"), max_length=500)

    def found(self, words: str) -> Iterable[tuple[int, str]]:
        """Return issued documents but this one."""
        kind = "CV" if self.letters_only else ""
        page = outgoing_list(self.actor, "da-phat-hanh", words=words, kind=kind, size=MOST + 1)
        for row in page.rows:
            if row.id != self.scene.document.pk and row.state == "issued":
                yield row.id, f"{row.code} ({_day(row.issued_on)}) – {row.subject}"

    @property
    def anew(self) -> tuple[str, str]:
        """The parameter and the words of the other way: a document that is drafted for it."""
        return "thay-the", _now("Soạn văn bản thay thế")


class CorrectForm(RelatedForm):
    """An issued letter that corrects form or procedure (Điều 18 khoản 4)."""

    letters_only = True

    @property
    def anew(self) -> tuple[str, str]:
        """The parameter and the words of the other way."""
        return "dinh-chinh", _now("Soạn công văn đính chính")


class AnswersForm(PickForm):
    """The incoming document that this one answers."""

    picks = "incoming_id"

    incoming_id = forms.TypedChoiceField(label=_("Trả lời văn bản đến"), coerce=int, widget=forms.RadioSelect)

    def found(self, words: str) -> Iterable[tuple[int, str]]:
        """Return incoming documents that the officer may see."""
        for row in box_page(self.actor, Box.ALL, Filters(text=words)).rows:
            arrival = _now("số đến %(number)s") % {"number": row.arrival} if row.arrival else ""
            facts = ", ".join(filter(None, [_day(row.issued_on), row.issuer, arrival]))
            yield row.document_id, f"{row.code or _now('Không số')} ({facts}) – {row.subject}"
