"""The forms of sign-in, with the words of our screens (allauth's own do the work)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class _Worded:
    """Gives fields our labels and helps, and drops placeholders, which vanish when one types."""

    labels: ClassVar[Mapping[str, str | Promise]] = {}
    helps: ClassVar[Mapping[str, str | Promise]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, field.help_text if name in self.labels else "")
            field.widget.attrs.pop("placeholder", None)


_CODE = {"code": _("Mã xác thực")}
_CODE_HELP = {"code": _("6 chữ số trong ứng dụng xác thực, hoặc một mã dự phòng")}


class LoginForm(_Worded, account.LoginForm):  # type: ignore[misc]
    """User name and password."""

    labels: ClassVar = {"login": _("Tên đăng nhập"), "password": _("Mật khẩu")}
    helps: ClassVar = {"password": ""}


class ReauthenticateForm(_Worded, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something delicate."""

    labels: ClassVar = {"password": _("Mật khẩu")}
    helps: ClassVar = {"password": ""}


class ChangePasswordForm(_Worded, account.ChangePasswordForm):  # type: ignore[misc]
    """The password of now, and the new one twice."""

    labels: ClassVar = {
        "oldpassword": _("Mật khẩu hiện tại"),
        "password1": _("Mật khẩu mới"),
        "password2": _("Nhập lại mật khẩu mới"),
    }
    helps: ClassVar = {"oldpassword": "", "password2": ""}


class AuthenticateForm(_Worded, second_factor.AuthenticateForm):  # type: ignore[misc]
    """The second factor when signing in."""

    labels: ClassVar = _CODE
    helps: ClassVar = _CODE_HELP


class ReauthenticateCodeForm(_Worded, second_factor.ReauthenticateForm):  # type: ignore[misc]
    """The second factor once more."""

    labels: ClassVar = _CODE
    helps: ClassVar = _CODE_HELP


class ActivateTOTPForm(_Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    labels: ClassVar = {"code": _("Mã 6 chữ số trong ứng dụng")}


class AddWebAuthnForm(_Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new security key or passkey."""

    labels: ClassVar = {"name": _("Tên khóa"), "passwordless": _("Đăng nhập được mà không cần mật khẩu")}
    helps: ClassVar = {
        "name": _("Để phân biệt với khóa khác, ví dụ “Khóa USB ở cơ quan”"),
        "passwordless": _("Khóa phải có mã PIN hoặc sinh trắc học"),
    }


class EditWebAuthnForm(_Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    labels: ClassVar = {"name": _("Tên khóa")}
