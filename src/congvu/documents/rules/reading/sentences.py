"""What the clerk should look at, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from congvu.documents.messages import Reading

UNSURE = 0.7
SENTENCES: Mapping[str, object] = {
    "number": _("Không thấy số của văn bản; hãy xem lại bản gốc."),
    "notation": _("Không thấy ký hiệu của văn bản; hãy xem lại bản gốc."),
    "kind": _("Không xác định được loại văn bản."),
    "kind-disagrees": _("Ký hiệu và tên loại của văn bản không khớp nhau; hãy chọn loại đúng."),
    "issuer": _("Không thấy cơ quan ban hành."),
    "date": _("Không thấy ngày ban hành đầy đủ."),
    "subject": _("Không thấy trích yếu."),
    "signer": _("Không thấy người ký."),
    "draft": _("Văn bản ghi là dự thảo."),
    "secret": _("Văn bản có dấu chỉ độ mật; không gửi qua trục liên thông."),
    "copy": _("Đây là bản sao; số và ngày của bản sao có thể khác bản chính."),
    "unsure": _("Một số giá trị chưa chắc chắn; hãy đối chiếu với văn bản."),
}


def sentence(doubt: str) -> str:
    """Return the sentence of a doubt; raise KeyError for a name that no reading gives."""
    return str(SENTENCES[doubt])


def doubts_of(reading: Reading, *, disagree: bool) -> tuple[str, ...]:
    """Return the names of what a person should look at."""
    found = [
        name
        for name in ("number", "notation", "kind", "issuer", "date", "subject")
        if getattr(reading, name) is None
    ]
    if not any(signer.name for signer in reading.signers):
        found.append("signer")
    if disagree:
        found.append("kind-disagrees")
    found += [
        name
        for name, held in (("draft", reading.draft), ("secret", reading.secrecy), ("copy", reading.copy))
        if held
    ]
    values = (reading.number, reading.notation, reading.kind, reading.issuer, reading.date, reading.subject)
    if any(value and value.confidence < UNSURE for value in values):
        found.append("unsure")
    return tuple(found)
