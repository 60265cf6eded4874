"""Forms of outgoing documents: the draft, and what each act asks for."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from congvu.common.text import fold
from congvu.desk.forms.parts import Words
from congvu.directory.messages import Actor
from congvu.directory.models import Agency
from congvu.documents.messages import Draft, Receiver, SignOff, Turn
from congvu.documents.models import OutgoingDocument, OutgoingRecipient
from congvu.documents.queries.outgoing_page import Stage, content_checkers, signers
from congvu.documents.queries.outgoing_sheet import kinds
from congvu.documents.rules.layout.authority import FORMS
from congvu.documents.states.incoming import CONFIDENTIALITY_NAMES, URGENCY_NAMES
from congvu.documents.states.outgoing import CHECK_NAMES

_LINE = re.compile(r"^(?P<name>.*?)\s*(?:\[(?P<code>[A-Za-z0-9.]{3,35})\])?\s*(?:\((?P<role>[^()]*)\))?$")
_ROLES = {"thuc hien": "act", "t/h": "act", "giai quyet": "act", "bao cao": "report", "b/c": "report"}
_SIGNS = {"act": "(để thực hiện)", "report": "(b/c)", "know": ""}


class DraftForm(forms.Form):
    """A draft: what stands on the page, to whom it goes, who signs."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Loại văn bản"))
    subject = forms.CharField(label=_("Trích yếu"), max_length=500, help_text=_("Không cần gõ “V/v”."))
    urgency = forms.TypedChoiceField(label=_("Độ khẩn"), coerce=int, choices=list(URGENCY_NAMES.items()))
    confidentiality = forms.TypedChoiceField(
        label=_("Độ mật"), coerce=int, choices=list(CONFIDENTIALITY_NAMES.items())
    )
    medium = forms.ChoiceField(label=_("Hình thức"), choices=OutgoingDocument.Medium.choices)
    signer_id = forms.TypedChoiceField(label=_("Người ký"), coerce=int, empty_value=None, required=False)
    signing_form = forms.ChoiceField(
        label=_("Hình thức ký"), required=False, choices=[("", _("Theo chức vụ")), *FORMS.items()]
    )
    authority = forms.CharField(
        label=_("Thẩm quyền ký"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Để trống: hệ thống ghi theo hình thức ký."),
    )  # fmt: skip
    receivers = Words(
        label=_("Nơi nhận"), required=False, rows=5,
        help_text=_(
            "Mỗi dòng một nơi; thêm (để thực hiện) hoặc (b/c) nếu cần. Cơ quan, phòng trong hệ thống nhận "
            "ngay; nơi ngoài ghi mã định danh trong ngoặc vuông, như [H44.10]; không có mã thì gửi bản giấy."
        ),
    )  # fmt: skip
    bases = Words(label=_("Căn cứ"), required=False, help_text=_("Mỗi dòng một căn cứ, không gõ dấu cuối."))
    body = Words(
        label=_("Nội dung"), rows=16, max_length=200_000, required=False,
        help_text=_(
            "Mỗi dòng là một đoạn. “Điều 1.”, “I.”, “1.”, “a)”, “-” được trình bày theo quy định; "
            "“# ” tiêu đề giữa trang; “| a | b |” hàng của bảng; “== Phụ lục: …” mở phụ lục; **chữ đậm**."
        ),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Lấy nội dung từ tệp Word"), required=False,
        help_text=_("Phần nội dung của tệp thay cho ô trên; phần đầu và cuối được đối chiếu."),
    )  # fmt: skip
    to = Words(
        label=_("Kính gửi"), required=False, rows=2, help_text=_("Để trống: theo nơi nhận để thực hiện.")
    )
    recipients_text = Words(
        label=_("Nơi nhận ghi trên văn bản"), required=False, help_text=_("Để trống: theo nơi nhận ở trên.")
    )
    deciding = forms.CharField(label=_("Thẩm quyền ban hành"), required=False, max_length=300)
    cosigners = Words(
        label=_("Chữ ký khác"), required=False, rows=2, help_text=_("Mỗi dòng: CHỨC VỤ | Họ và tên")
    )
    field_sign = forms.CharField(label=_("Chữ viết tắt lĩnh vực"), required=False, max_length=20)
    drafter = forms.CharField(label=_("Ký hiệu người soạn, số bản"), required=False, max_length=40)
    scope = forms.CharField(label=_("Chỉ dẫn phạm vi lưu hành"), required=False, max_length=60)
    copies = forms.IntegerField(label=_("Số bản giấy"), min_value=1, max_value=999, initial=1)
    reply_to_id = forms.IntegerField(label=_("Trả lời văn bản đến"), required=False, widget=forms.HiddenInput)
    replaces_id = forms.IntegerField(label=_("Thay thế văn bản"), required=False, widget=forms.HiddenInput)
    corrects_id = forms.IntegerField(label=_("Đính chính văn bản"), required=False, widget=forms.HiddenInput)
    note = forms.CharField(label=_("Ghi chú lần sửa"), required=False, max_length=300)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["kind"].choices = list(kinds())  # type: ignore[attr-defined]
        people = [("", _("Chưa chọn")), *((post.officer_id, name) for post, name in signers(actor))]
        self.fields["signer_id"].choices = people  # type: ignore[attr-defined]

    def draft(self) -> Draft:
        """Return what was written."""
        found = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"version", "file", "note"}
        }
        found["receivers"] = parse_receivers(found["receivers"], self.actor)
        return Draft(**found)

    def refuse(self, sentence: str, name: str) -> None:
        """Show a refusal at the field it belongs to, or above the form."""
        self.add_error(name if name in self.fields else None, sentence)


def parse_receivers(text: str, actor: Actor) -> tuple[Receiver, ...]:
    """Return whom the lines of a form mean: agencies and own units here, others by code or on paper."""
    lines = [line.strip(" -;.") for line in text.splitlines() if line.strip(" -;.")]
    own = Agency.objects.filter(pk=actor.agency_id)
    realm = own.values_list("realm", flat=True).first() or ""
    rows = Agency.objects.filter(realm=realm).order_by(F("closed_on").asc(nulls_last=True))
    # One that is open stands last, so that its name means it; a closed one is refused by the service.
    agencies = {fold(name): pk for pk, name in rows.values_list("pk", "name")}
    units = {fold(name): pk for pk, name in own.values_list("units__pk", "units__name") if name}
    found = []
    for line in lines:
        match = _LINE.match(line)
        name, code, role = (
            (match["name"], match["code"] or "", match["role"] or "") if match else (line, "", "")
        )
        words = fold(role)
        kind = next((one for mark, one in _ROLES.items() if mark in words), "know")
        unit = units.get(fold(name))
        agency = actor.agency_id if unit else agencies.get(fold(name))
        found.append(Receiver(name, agency_id=agency, unit_id=unit, agency_code=code, role=kind))
    return tuple(found)


def receivers_text(recipients: Sequence[OutgoingRecipient]) -> str:
    """Return the lines that `parse_receivers` reads."""
    return "\n".join(
        " ".join(
            filter(None, [one.name, f"[{one.agency_code}]" if one.agency_code else "", _SIGNS[one.role]])
        )
        for one in recipients
    )


class OutgoingActForm(forms.Form):
    """The form of an act: fields are named as the service's arguments; `version` is what the officer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, scene: Stage, actor: Actor, **kwargs: Any) -> None:
        self.scene, self.actor = scene, actor
        super().__init__(*args, **kwargs)
        self.initial = {"version": scene.document.version, **self.initial}
        self.prepare()

    def prepare(self) -> None:
        """Fill choices from the scene; forms without any leave it so."""

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def refuse(self, sentence: str, name: str) -> None:
        """Show a refusal at the field it belongs to, or above the form."""
        self.add_error(name if name in self.fields else None, sentence)


class NoteForm(OutgoingActForm):
    """Words that may stay empty."""

    note = Words(label=_("Ý kiến"), required=False, max_length=1000)


class ReasonForm(OutgoingActForm):
    """A reason."""

    reason = Words(label=_("Lý do"), max_length=500)


class SendBackForm(ReasonForm):
    """To whom it goes back, and why."""

    to = forms.TypedChoiceField(label=_("Trả lại cho"), coerce=int, empty_value=None, required=False)

    def prepare(self) -> None:
        """Offer the author and every earlier person of the chain."""
        turn = self.scene.turn
        limit = turn.order if turn else len(self.scene.approvals) + 1
        author = self.scene.document.author
        rows: list[tuple[Any, str]] = [("", f"{author or ''} ({_('người soạn')})")]
        for one in self.scene.approvals:
            if one.order < limit:
                who = one.done_by or one.officer or one.unit or ""
                rows.append((one.order, f"{who} ({CHECK_NAMES[one.check_kind].lower()})"))
        self.fields["to"].choices = rows  # type: ignore[attr-defined]


class SubmitForm(OutgoingActForm):
    """Who checks the content, whether the office checks the form, who approves."""

    content = forms.TypedChoiceField(
        label=_("Kiểm tra nội dung"), coerce=int, empty_value=None, required=False
    )
    office = forms.BooleanField(label=_("Văn phòng kiểm tra thể thức"), required=False, initial=True)
    approve = forms.TypedChoiceField(
        label=_("Duyệt trước khi ký"), coerce=int, empty_value=None, required=False
    )
    note = Words(label=_("Lời nhắn"), required=False, max_length=500)

    def prepare(self) -> None:
        """Offer the heads of the drafting unit, and who may approve."""
        document = self.scene.document
        heads = content_checkers(document.agency_id, document.unit_id)
        rows: list[tuple[Any, Any]] = [(one.officer_id, f"{one.name} – {one.title}") for one in heads]
        self.fields["content"].choices = [("", _("Không qua bước này")), *rows]  # type: ignore[attr-defined]
        others = [(post.officer_id, name) for post, name in signers(self.actor)]
        self.fields["approve"].choices = [("", _("Không qua bước này")), *others]  # type: ignore[attr-defined]
        if heads and heads[0].officer_id != document.author_id:
            self.initial.setdefault("content", heads[0].officer_id)

    def values(self) -> dict[str, Any]:
        """Return the chain."""
        found = self.cleaned_data
        turns = [Turn("content", officer_id=found["content"])] if found["content"] else []
        turns += [Turn("form")] if found["office"] else []
        turns += [Turn("approve", officer_id=found["approve"])] if found["approve"] else []
        return {"turns": turns, "note": found["note"]}


class KeyForm(OutgoingActForm):
    """What opens a key: nothing where the site keeps it, a passphrase or PIN otherwise."""

    code = forms.CharField(
        label=_("Mật khẩu khóa ký, mã PIN"), required=False, max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Chỉ dùng cho lần ký này, không lưu lại. Để trống nếu khóa không hỏi."),
    )  # fmt: skip

    def prepare(self) -> None:
        """Ask nothing of papers that are signed by hand."""
        if self.scene.document.medium == OutgoingDocument.Medium.PAPER:
            del self.fields["code"]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        found = super().values()
        code = found.pop("code", "")
        return {**found, "sign_off": SignOff(code=code)}


class SignForm(KeyForm):
    """The signer's words and key."""

    note = forms.CharField(label=_("Ý kiến"), required=False, max_length=1000)


class CopyForm(KeyForm):
    """Which copy, of which pages, for whom."""

    form = forms.ChoiceField(label=_("Hình thức sao"), choices=[("SY", _("Sao y")), ("TrS", _("Trích sao"))])
    pages = forms.CharField(
        label=_("Trang được trích"), required=False, max_length=60, help_text=_("Ví dụ: 1, 3-4")
    )
    purpose = forms.CharField(label=_("Nơi nhận, mục đích"), required=False, max_length=300)
