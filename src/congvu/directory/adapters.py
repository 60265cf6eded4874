"""What allauth and Django ask of us: no sign-up, second factors, passwords checked in Vietnamese."""

from typing import cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import password_validation
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congvu.directory import queries, services
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

    def set_password(self, user: Officer, password: str) -> None:
        """Keep the password that an officer chose, as an audited change."""
        services.change_own_password(actor=queries.actor_for(user), officer=user, password=password)


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


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's rule, said in Vietnamese."""

    def get_error_message(self) -> str:
        """Return the sentence for a password that is too short."""
        return gettext("Mật khẩu quá ngắn, cần ít nhất %(count)d ký tự.") % {"count": self.min_length}

    def get_help_text(self) -> str:
        """Return the rule as a sentence for forms."""
        return gettext("Mật khẩu có ít nhất %(count)d ký tự.") % {"count": self.min_length}


class SimilarityValidator(password_validation.UserAttributeSimilarityValidator):
    """Django's rule, said in Vietnamese."""

    def get_error_message(self) -> str:
        """Return the sentence for a password that resembles the officer's own data."""
        return gettext("Mật khẩu quá giống tên hoặc thông tin cá nhân của bạn.")

    def get_help_text(self) -> str:
        """Return the rule as a sentence for forms."""
        return gettext("Mật khẩu không giống tên hoặc thông tin cá nhân của bạn.")


class CommonPasswordValidator(password_validation.CommonPasswordValidator):
    """Django's rule, said in Vietnamese."""

    def get_error_message(self) -> str:
        """Return the sentence for a password that everybody uses."""
        return gettext("Mật khẩu này quá phổ biến.")

    def get_help_text(self) -> str:
        """Return the rule as a sentence for forms."""
        return gettext("Mật khẩu không thuộc loại nhiều người dùng.")
