"""Forms of incoming documents: what narrows the boxes, what is taken in, and what a register needs."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.calendars.queries import schedule_for
from congvu.documents.messages import Facts, Registration
from congvu.documents.models import IncomingDocument
from congvu.documents.queries.books import open_books
from congvu.documents.queries.issuers import issuer_named
from congvu.documents.rules.incoming import end_of_day
from congvu.documents.rules.reading.kinds import KINDS
from congvu.documents.states.incoming import CONFIDENTIALITY_NAMES, STATE_NAMES, URGENCY_NAMES
from congvu.ui.forms import DayInput, DropZone, FilesField

KIND_NAMES = [kind.name for kind in KINDS]
READABLE = ".pdf,.docx,.txt,.png,.jpg,.jpeg,.tif,.tiff"
DAYS = ["%d/%m/%Y", "%Y-%m-%d"]


class BoxFilterForm(forms.Form):
    """What narrows a box; its field names are the parameters of the address."""

    def __init__(self, *args: Any, states: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("Mọi loại văn bản")), *((name, name) for name in KIND_NAMES)]
        self.fields |= {
            "tu-khoa": forms.CharField(
                label=_("Số ký hiệu, trích yếu, nơi gửi"),
                required=False,
                widget=forms.TextInput(attrs={"placeholder": _("Số ký hiệu, trích yếu, nơi gửi")}),
            ),
            "loai": forms.ChoiceField(label=_("Loại văn bản"), choices=kinds, required=False),
            "khan": forms.ChoiceField(
                label=_("Độ khẩn"), choices=[("", _("Mọi độ khẩn")), ("1", _("Khẩn trở lên"))], required=False
            ),
        }
        if states:
            names = [("", _("Mọi trạng thái")), *((state.value, name) for state, name in STATE_NAMES.items())]
            self.fields["trang-thai"] = forms.ChoiceField(
                label=_("Trạng thái"), choices=names, required=False
            )
        self.fields["hop"] = forms.CharField(required=False, widget=forms.HiddenInput)


class ArrivalForm(forms.Form):
    """A document that reached the clerk: where from, and its files."""

    origin = forms.ChoiceField(
        label=_("Văn bản đến bằng"),
        choices=[
            ("paper", _("Bản giấy (bưu điện, trực tiếp)")),
            ("email", _("Thư điện tử")),
            ("file", _("Tệp nhận qua kênh khác")),
        ],
        widget=forms.RadioSelect,
        initial="paper",
    )
    main = forms.FileField(
        label=_("Tệp văn bản"),
        required=False,
        widget=DropZone({"multiple": False, "accept": READABLE}),
        help_text=_("PDF, DOCX, văn bản thuần hoặc bản quét. Với bản giấy có thể để trống, nên quét kèm."),
    )
    annexes = FilesField(label=_("Phụ lục, tệp kèm theo"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for the file of an electronic document."""
        values = super().clean() or {}
        missing = not values.get("main") and "main" not in self.errors
        if values.get("origin") in {"email", "file"} and missing:
            self.add_error("main", _("Văn bản điện tử phải có tệp."))
        return values


class FactsForm(forms.Form):
    """What a document says of itself; the field names are those of `Facts`."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind_name = forms.CharField(
        label=_("Loại văn bản"), max_length=60, widget=forms.TextInput(attrs={"list": "kinds"})
    )
    number = forms.CharField(label=_("Số"), max_length=20, required=False)
    notation = forms.CharField(label=_("Ký hiệu"), max_length=60, required=False)
    issued_on = forms.DateField(label=_("Ngày ban hành"), widget=DayInput, input_formats=DAYS)
    issuer_name = forms.CharField(label=_("Cơ quan ban hành"), max_length=200)
    superior_name = forms.CharField(label=_("Cơ quan chủ quản"), max_length=200, required=False)
    place = forms.CharField(label=_("Địa danh"), max_length=100, required=False)
    subject = forms.CharField(label=_("Trích yếu"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    signer_name = forms.CharField(label=_("Người ký"), max_length=120, required=False)
    signer_position = forms.CharField(label=_("Chức vụ"), max_length=200, required=False)
    signer_authority = forms.CharField(label=_("Thẩm quyền ký"), max_length=300, required=False)
    urgency = forms.TypedChoiceField(
        label=_("Độ khẩn"), coerce=int, choices=[(int(rank), name) for rank, name in URGENCY_NAMES.items()]
    )
    confidentiality = forms.TypedChoiceField(
        label=_("Độ mật"),
        coerce=int,
        choices=[(int(rank), name) for rank, name in CONFIDENTIALITY_NAMES.items()],
    )
    field_of_work = forms.CharField(label=_("Lĩnh vực"), max_length=120, required=False)
    pages = forms.IntegerField(label=_("Số trang"), required=False, min_value=1, max_value=99999)
    copies = forms.IntegerField(label=_("Số bản"), initial=1, min_value=1, max_value=9999)
    with_paper = forms.BooleanField(label=_("Có bản giấy"), required=False)
    reply_required = forms.BooleanField(label=_("Phải có văn bản trả lời"), required=False)
    reply_by = forms.DateField(label=_("Hạn trả lời"), required=False, widget=DayInput, input_formats=DAYS)
    recipients = forms.CharField(
        label=_("Nơi nhận (mỗi dòng một nơi)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    legal_bases = forms.CharField(
        label=_("Căn cứ (mỗi dòng một căn cứ)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)

    def facts(self) -> Facts:
        """Return the confirmed values."""
        values = {name: self.cleaned_data[name] for name in Facts.__dataclass_fields__ if name in self.fields}
        for name in ("recipients", "legal_bases"):
            values[name] = tuple(line.strip() for line in values[name].splitlines() if line.strip())
        issuer = issuer_named(values["issuer_name"])
        return Facts(**values, issuer_id=issuer.id if issuer else None)

    def refuse(self, sentence: str, name: str) -> None:
        """Show a refusal of the service at the field it belongs to, or above the form."""
        self.add_error(name if name in self.fields else None, sentence)


class RegisterForm(FactsForm):
    """The values to confirm, and how the document is entered in the register."""

    book = forms.TypedChoiceField(
        label=_("Sổ văn bản"),
        coerce=int,
        error_messages={"invalid_choice": _("Sổ này đã khóa hoặc không dùng được. Hãy chọn sổ khác.")},
    )
    arrived_on = forms.DateField(label=_("Ngày đến"), widget=DayInput, input_formats=DAYS)
    due_on = forms.DateField(label=_("Hạn xử lý"), required=False, widget=DayInput, input_formats=DAYS)
    insert = forms.IntegerField(label=_("Chèn vào số đến"), required=False, min_value=1)
    suffix = forms.CharField(label=_("Số phụ"), required=False, max_length=5)
    late_reason = forms.CharField(label=_("Lý do vào sổ muộn"), required=False, max_length=500)
    despite = forms.CharField(label=_("Lý do vẫn vào sổ như văn bản mới"), required=False, max_length=500)

    def __init__(self, *args: Any, document: IncomingDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        years = {timezone.localdate().year, document.arrived_on.year}
        books = [
            book
            for year in sorted(years, reverse=True)
            for book in open_books(document.agency_id, year, "in")
        ]
        self.fields["book"].choices = [(book.pk, str(book)) for book in books]  # type: ignore[attr-defined]

    def registration(self) -> Registration:
        """Return how the document is to be entered."""
        values = self.cleaned_data
        return Registration(
            book_id=values["book"],
            arrived_on=values["arrived_on"],
            number=values["insert"],
            suffix=values["suffix"],
            due_at=closing(values["due_on"], self.document.agency_id),
            facts=self.facts(),
            late_reason=values["late_reason"],
            despite=values["despite"],
        )

    def refuse(self, sentence: str, name: str) -> None:
        """Show a refusal at its field; the one about a number stands at the insertion."""
        super().refuse(sentence, {"number": "insert"}.get(name, name))


def closing(day: Any, agency_id: int) -> datetime | None:
    """Return when work closes on a day that was chosen, None for none."""
    return end_of_day(day, schedule_for(agency_id)) if day else None
