"""The form of the files that go with an outgoing document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.ui.forms import FilesField


class AnnexForm(forms.Form):
    """Files, and what they are called where the file's own name does not say it."""

    uploads = FilesField(label=_("Tệp kèm theo"))
    title = forms.CharField(
        label=_("Tên phụ lục (không bắt buộc)"),
        max_length=200,
        required=False,
        help_text=_("Bỏ trống thì lấy tên tệp, ví dụ “Phụ lục I. Danh sách hộ.xlsx”."),
    )
