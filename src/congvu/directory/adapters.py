"""What allauth asks of us: no public sign-up, and a second factor that administrators cannot give up."""

from typing import cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from congvu.directory import queries
from congvu.directory.models import Officer


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in for officers whom an administrator has entered."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "too_many_login_attempts": _("Đăng nhập sai quá nhiều lần. Hãy thử lại sau ít phút."),
        "enter_current_password": _("Hãy nhập mật khẩu hiện tại."),
        "incorrect_password": _("Mật khẩu không đúng."),
        "account_inactive": _("Tài khoản này đang tạm khóa."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Officers are entered by an administrator; nobody signs up."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, mandatory for administrators."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Quản trị viên phải giữ ít nhất một yếu tố xác thực thứ hai."),
        "incorrect_code": _("Mã không đúng hoặc đã hết hạn."),
    }

    def get_totp_label(self, user: Officer) -> str:
        """Name the account in the authenticator app by its user name."""
        return user.username

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse an administrator's last factor (recovery codes alone do not count)."""
        officer = cast(Officer, authenticator.user)
        if not settings.ADMINISTRATORS_NEED_MFA or not queries.standing_of(officer).needs_mfa:
            return True
        others = Authenticator.objects.filter(user=officer).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())
