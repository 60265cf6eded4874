"""Forms of the officer's own key and picture, and of the page that checks signatures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_KEY, MAX_PDF = 3 * 1024 * 1024, 50 * 1024 * 1024


class _Upload(forms.FileField):
    def __init__(self, accept: str, limit: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), allow_empty_file=True, **kwargs)
        self.limit = limit

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """Return the bytes; refuse a file that is too large."""
        upload = super().clean(data, initial)
        if upload.size > self.limit:
            raise forms.ValidationError(_("Tệp quá lớn: tối đa %d MB.") % (self.limit // 1024 // 1024))
        return bytes(upload.read())


class OwnKeyForm(forms.Form):
    """One's own PKCS#12 file and its passphrase, which opens it once."""

    file = _Upload(".p12,.pfx", MAX_KEY, label=_("Tệp khóa (.p12, .pfx)"))
    secret = forms.CharField(
        label=_("Mật khẩu tệp khóa"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Dùng để thử mở tệp; hệ thống không lưu. Mỗi lần ký sẽ hỏi lại"),
        strip=False,
    )


class OwnImageForm(forms.Form):
    """One's own picture."""

    image = _Upload(
        ".png,image/png",
        MAX_KEY,
        label=_("Ảnh chữ ký PNG, nền trong suốt, nét xanh"),
        help_text=_("Dùng từ hôm nay (NĐ 30/2020/NĐ-CP, Phụ lục I)"),
    )


class VerifyForm(forms.Form):
    """A PDF to check."""

    file = _Upload(".pdf,application/pdf", MAX_PDF, label=_("Tệp PDF"), help_text=_("Tệp không được lưu lại"))
