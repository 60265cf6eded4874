"""System checks of the configuration: each mistake is one sentence that says what to set."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured

from config import env

TAG = "configuration"
SHORTEST_SECRET = 32


def _production() -> bool:
    return bool(getattr(settings, "PRODUCTION", False))


@register(TAG)
def secret_key(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A secret must be given, and be long enough not to be guessed."""
    try:
        length = len(settings.SECRET_KEY)
    except ImproperlyConfigured:
        length = 0
    if length >= SHORTEST_SECRET:
        return []
    what = f"SECRET_KEY chỉ có {length} ký tự" if length else "Chưa có SECRET_KEY"
    hint = f"Đặt SECRET_KEY hoặc SECRET_KEY_FILE, ít nhất {SHORTEST_SECRET} ký tự ngẫu nhiên."
    return [Error(f"{what} (the secret is missing or too short).", hint=hint, id="congvu.E001")]


@register(TAG)
def allowed_hosts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Production must name the hosts that it serves, one by one."""
    if not _production():
        return []
    hint = "Ví dụ: ALLOWED_HOSTS=motcua.example.gov.vn"
    if not settings.ALLOWED_HOSTS:
        sentence = "ALLOWED_HOSTS trống: mọi yêu cầu sẽ bị từ chối (empty: every request is refused)."
        return [Error(sentence, hint=hint, id="congvu.E002")]
    if "*" in settings.ALLOWED_HOSTS:
        sentence = "ALLOWED_HOSTS=*: ai cũng giả được tên miền (anybody can forge the host name)."
        return [Error(sentence, hint=hint, id="congvu.E003")]
    return []


@register(TAG)
def one_writer(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """SQLite has one writer at a time: several web processes need PostgreSQL."""
    processes = max(env.number(name, 1) for name in ("WEB_PROCESSES", "GRANIAN_WORKERS", "WEB_CONCURRENCY"))
    engine = settings.DATABASES["default"]["ENGINE"]
    if not _production() or processes <= 1 or not engine.endswith("sqlite3"):
        return []
    sentence = f"SQLite không phục vụ được {processes} tiến trình web (SQLite with several web processes)."
    hint = "Đặt DATABASE_URL tới PostgreSQL 15 trở lên, hoặc WEB_PROCESSES=1."
    return [Error(sentence, hint=hint, id="congvu.E004")]


@register(TAG)
def folders(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The data folder and the folder of files must be there and writable."""
    found: list[CheckMessage] = []
    for name, folder in (("CONGVU_DATA", settings.DATA_DIR), ("MEDIA_ROOT", settings.MEDIA_ROOT)):
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            sentence = f"{name}: không ghi được vào {folder} ({error.strerror}; the folder is not writable)."
            hint = "Cấp quyền ghi cho tài khoản chạy Công Vụ, hoặc đặt CONGVU_DATA tới thư mục khác."
            found.append(Error(sentence, hint=hint, id="congvu.E005"))
    return found


@register(TAG)
def transport(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Production without HTTPS in sight deserves a word."""
    if not _production() or settings.SECURE_SSL_REDIRECT or settings.SECURE_PROXY_SSL_HEADER:
        return []
    sentence = "SECURE_SSL_REDIRECT=0 mà không có BEHIND_PROXY=1: mật khẩu có thể đi qua HTTP (no HTTPS)."
    return [Warning(sentence, hint="Bật một trong hai khi vận hành.", id="congvu.W001")]


def refuse_to_start(run: Callable[..., list[CheckMessage]] = run_checks) -> None:
    """Raise ImproperlyConfigured with every mistake of the configuration; called by the web processes.

    Web servers do not run system checks by themselves, and a mistake told at start costs less than a
    failing page.
    """
    mistakes = [message for message in run(tags=[TAG]) if message.is_serious()]
    if mistakes:
        raise ImproperlyConfigured("\n".join(f"{mistake.msg} {mistake.hint or ''}" for mistake in mistakes))
