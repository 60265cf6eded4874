"""What the registry is asked: which register, an inserted number, the agency's key."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congvu.common.errors import ActionRefused
from congvu.desk.forms.outgoing import KeyForm, OutgoingActForm
from congvu.desk.forms.parts import Words
from congvu.documents.models import Book
from congvu.documents.queries.books import open_books
from congvu.documents.queries.outgoing import latest_numbers
from congvu.documents.services.numbering import number_to_come


class BookForm(OutgoingActForm):
    """The register that the number is taken from, and what number that will be."""

    book_id = forms.TypedChoiceField(
        label=_("Sổ đăng ký văn bản đi"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    books: Sequence[Book] = ()

    def prepare(self) -> None:
        """Offer the open registers of the year for documents of this secrecy, each with its next number."""
        document = self.scene.document
        if document.number is not None:
            for name in ("book_id", "beside", "suffix", "reason"):
                self.fields.pop(name, None)
            return
        books = open_books(document.agency_id, timezone.localdate().year, Book.Direction.OUTGOING)
        self.books = [book for book in books if book.for_secret == (document.confidentiality > 0)]
        field = self.fields["book_id"]
        field.choices = [(book.pk, self._words(book)) for book in self.books]  # type: ignore[attr-defined]
        field.required = bool(self.books)
        if self.books:
            self.initial.setdefault("book_id", self.books[0].pk)

    def _words(self, book: Book) -> str:
        code = number_to_come(self.scene.document, book_id=book.pk)
        return _now("%(book)s: số tiếp theo %(code)s") % {"book": book, "code": code}

    @property
    def to_come(self) -> str:
        """The number that what is chosen now would give, "" where there is none to take."""
        try:
            return number_to_come(self.scene.document, **self._chosen()) if self._asks else ""
        except ActionRefused:
            return ""

    @property
    def not_to_come(self) -> str:
        """Why what is chosen now gives no number."""
        try:
            if self._asks:
                number_to_come(self.scene.document, **self._chosen())
        except ActionRefused as refusal:
            return refusal.message
        return ""

    @property
    def _asks(self) -> bool:
        return "book_id" in self.fields and bool(self.books)

    def _chosen(self) -> dict[str, Any]:
        """Return what is chosen so far, whether it could be sent or not."""
        found: dict[str, Any] = {}
        for name in ("book_id", "beside", "suffix"):
            if name in self.fields:
                text = str(self[name].value() or "").strip()
                found[name] = text if name == "suffix" else int(text) if text.isdecimal() else None
        return found


class NumberForm(BookForm):
    """A number: the next one, or one inserted beside a number that was given before."""

    beside = forms.IntegerField(
        label=_("Chèn sau số đã dùng"), required=False, min_value=1, max_value=99_999,
        help_text=_("Chỉ dùng khi phải đăng ký bổ sung vào giữa sổ; để trống thì lấy số tiếp theo."),
    )  # fmt: skip
    suffix = forms.CharField(
        label=_("Chữ sau số"), required=False, max_length=1, help_text=_("Một chữ thường, ví dụ a: số 12a.")
    )
    reason = Words(label=_("Lý do chèn số"), required=False, max_length=500, rows=2)

    def prepare(self) -> None:
        """Say which numbers were given last, so that nobody has to look them up."""
        super().prepare()
        if "beside" not in self.fields or not self.books:
            return
        lines = [f"{book}: {', '.join(latest_numbers(book)) or '–'}" for book in self.books]
        words = _now("Một chữ thường, ví dụ a: số 12a. Số cấp gần đây – %(last)s")
        self.fields["suffix"].help_text = words % {"last": "; ".join(lines)}


class IssueForm(BookForm, KeyForm):
    """The register where no number was taken yet, and the agency's key."""

    field_order = ("book_id", "code")

    def prepare(self) -> None:
        """Ask for the register only where a number is still to be taken, for a key only where one signs."""
        BookForm.prepare(self)
        KeyForm.prepare(self)

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        found = KeyForm.values(self)
        if not found.get("book_id"):
            found.pop("book_id", None)
        return found
