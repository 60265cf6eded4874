"""Forms of the certificates' screens."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.signing.providers.registry import all_providers
from congvu.ui.forms import DayInput

MAX_FILE = 3 * 1024 * 1024


class UploadField(forms.FileField):
    """A small file, read whole."""

    def __init__(self, accept: str, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> bytes:
        """Return the bytes; refuse a file that is too large to be what it should be."""
        upload = super().clean(data, initial)
        if upload.size > MAX_FILE:
            raise forms.ValidationError(_("Tệp quá lớn: tối đa 3 MB."))
        return bytes(upload.read())


class KeyFileForm(forms.Form):
    """A PKCS#12 file and its passphrase, which opens it once."""

    file = UploadField(".p12,.pfx", label=_("Tệp khóa (.p12, .pfx)"))
    secret = forms.CharField(
        label=_("Mật khẩu tệp khóa"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Chỉ dùng để thử mở tệp; hệ thống không lưu mật khẩu này"),
        strip=False,
    )


class KeyElsewhereForm(forms.Form):
    """A key in a security module or at a remote service: where it is, and its certificate."""

    provider = forms.ChoiceField(label=_("Nơi giữ khóa"))
    reference = forms.CharField(
        label=_("Tham chiếu khóa"),
        max_length=300,
        help_text=_("Tên thiết bị/nhãn khóa, hoặc tên dịch vụ/mã khóa (credentialID)"),
    )
    file = UploadField(".pem,.cer,.crt,.der", label=_("Chứng thư số (PEM hoặc DER)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provider: Any = self.fields["provider"]
        provider.choices = [
            (one.code, one.name)
            for one in all_providers().values()
            if one.code != "pkcs12" and one.configured()
        ]


class ImageForm(forms.Form):
    """A picture of a signature or a seal, and the day from which it is used."""

    image = UploadField(
        ".png,image/png", label=_("Ảnh PNG, nền trong suốt"),
        help_text=_("Chữ ký màu xanh, con dấu màu đỏ (NĐ 30/2020/NĐ-CP, Phụ lục I)"),
    )  # fmt: skip
    valid_from = forms.DateField(label=_("Dùng từ ngày"), widget=DayInput(), initial=timezone.localdate)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Lý do"), max_length=300)


class AnchorForm(forms.Form):
    """A root certificate to be believed."""

    name = forms.CharField(label=_("Tên"), max_length=200, required=False)
    file = UploadField(".pem,.cer,.crt,.der", label=_("Chứng thư gốc (PEM hoặc DER)"))
