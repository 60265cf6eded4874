"""Forms of what is done to an incoming document and to its lines; fields are named as service arguments."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congvu.common.errors import ActionRefused
from congvu.common.subject import Subject
from congvu.desk.forms.addressees import AddresseesField, candidates
from congvu.desk.forms.incoming import DAYS, closing
from congvu.directory.messages import Actor
from congvu.documents.messages import SignOff
from congvu.documents.models import DocumentCopy, IncomingDocument, OutgoingDocument
from congvu.documents.queries.incoming_page import IncomingPage, LineShown
from congvu.ui.forms import DayInput


class IncomingForm(forms.Form):
    """The form of one act; `version` is what the officer saw, the view takes it out."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, page: IncomingPage, actor: Actor, line: LineShown | None = None, **kwargs: Any
    ) -> None:
        self.page, self.actor, self.line = page, actor, line
        super().__init__(*args, **kwargs)
        self.initial = {"version": page.document.version, **self.initial}
        self.prepare()

    @property
    def document(self) -> IncomingDocument:
        """The document that the act is done to."""
        return self.page.document

    def prepare(self) -> None:
        """Fill choices and first values from the page; forms without any leave it so."""

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def refuse(self, sentence: str, name: str) -> None:
        """Show a refusal of the service at the field it belongs to, or above the form."""
        self.add_error(name if name in self.fields else None, sentence)


class SendForm(IncomingForm):
    """To whom, as what, until when, with what words."""

    text = forms.CharField(
        label=_("Ý kiến"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(label=_("Hạn xử lý"), required=False, widget=DayInput, input_formats=DAYS)
    to = AddresseesField(required=False)

    def prepare(self) -> None:
        """Offer the units: all of them to the agency's leaders and registry, one's own to a unit's head."""
        units = None if self.actor.agency_wide else self.actor.unit_ids
        field = self.fields["to"]
        assert isinstance(field, AddresseesField)
        field.offer(candidates(self.actor, units=units))

    def values(self) -> dict[str, Any]:
        """Turn the day into the close of its work."""
        found = super().values()
        found["due_at"] = closing(found.pop("due_on"), self.document.agency_id)
        return found

    def refuse(self, sentence: str, name: str) -> None:
        """Show a refusal about the deadline at the day."""
        super().refuse(sentence, {"due_at": "due_on"}.get(name, name))


class PresentForm(SendForm):
    """The registry's presenting: recipients are needed, words are not."""

    to = AddresseesField()


class DirectForm(SendForm):
    """A leader's direction: words are needed, recipients are not."""

    text = forms.CharField(
        label=_("Ý kiến chỉ đạo"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ForwardForm(PresentForm):
    """Sending on from one's line."""


class WordsForm(IncomingForm):
    """An opinion."""

    text = forms.CharField(label=_("Ý kiến"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def values(self) -> dict[str, Any]:
        """Return the words only."""
        return {"text": self.cleaned_data["text"]}


class ReasonForm(IncomingForm):
    """A reason."""

    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PlainForm(IncomingForm):
    """Nothing is asked."""


class CompleteForm(IncomingForm):
    """What was done, and the answer where one is asked."""

    result = forms.CharField(
        label=_("Kết quả xử lý"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    reply = forms.CharField(label=_("Văn bản đi trả lời (số, ký hiệu)"), required=False, max_length=90)

    def prepare(self) -> None:
        """Say when an answer is needed."""
        if self.line is not None and self.line.line.reply_required and self.line.line.reply_pk is None:
            self.fields["reply"].help_text = _("Văn bản này phải có văn bản trả lời.")

    def values(self) -> dict[str, Any]:
        """Turn the number of the answer into what it stands for."""
        found = super().values()
        code = found["reply"].strip()
        found["reply"] = self._reply(code) if code else None
        return found

    def _reply(self, code: str) -> Subject:
        rows = OutgoingDocument.objects.visible_to(self.actor).numbered(code).exclude(code="")
        exact = list(rows.values_list("pk", flat=True)[:2])
        if len(exact) != 1:
            raise ActionRefused(
                _now("Không tìm thấy đúng một văn bản đi có số, ký hiệu “%(code)s”.") % {"code": code},
                code="reply",
                field="reply",
            )
        return Subject("documents.outgoingdocument", exact[0])


class CopyForm(IncomingForm):
    """Which copy, of which pages, for whom, and what opens the agency's key."""

    form = forms.ChoiceField(label=_("Hình thức sao"), choices=DocumentCopy.Form.choices)
    pages = forms.CharField(
        label=_("Trang được trích"), required=False, max_length=60,
        help_text=_("Chỉ khi trích sao; ví dụ: 1, 3-4"),
    )  # fmt: skip
    purpose = forms.CharField(label=_("Nơi nhận, mục đích"), required=False, max_length=300)
    code = forms.CharField(
        label=_("Mật khẩu khóa ký, mã PIN"), required=False, max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Chỉ dùng cho lần ký này, không lưu lại. Để trống nếu khóa không hỏi."),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        found = super().values()
        sign_off = SignOff(code=found.pop("code"))
        return {**found, "sign_off": sign_off}


class DuplicateForm(IncomingForm):
    """Which registered document this one is a second copy of."""

    other_id = forms.TypedChoiceField(
        label=_("Văn bản đã vào sổ"), coerce=int, choices=[], widget=forms.RadioSelect
    )
    take_over = forms.BooleanField(
        label=_("Lấy thông tin và tệp của bản này cho văn bản đã vào sổ"), required=False
    )

    def prepare(self) -> None:
        """Offer the registered twins."""
        choices = [
            (twin.id, f"{twin.code} – {_now('số đến')} {twin.arrival}, {twin.subject[:120]}")
            for twin in self.page.twins
            if twin.registered
        ]
        self.fields["other_id"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["other_id"] = choices[0][0]


class NoticeForm(IncomingForm):
    """The answer to what a sender asked."""

    agree = forms.TypedChoiceField(
        label=_("Trả lời nơi gửi"),
        coerce=lambda value: value == "1",
        choices=[("1", _("Đồng ý")), ("0", _("Không đồng ý"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Lý do (khi không đồng ý)"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
