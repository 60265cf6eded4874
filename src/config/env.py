"""Typed readers of the environment: each says in a sentence what is wrong with a value."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on", "có"}
_FALSE = {"0", "false", "no", "off", "không", ""}


def text(name: str, default: str = "") -> str:
    """Return the variable `name`, or `default` when it is unset."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """Return the variable `name` as a truth value; refuse anything that is neither yes nor no."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    value = raw.strip().casefold()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r}: hãy dùng 1 hoặc 0 (use 1 or 0).")


def number(name: str, default: int) -> int:
    """Return the variable `name` as a whole number."""
    raw = text(name, str(default))
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={raw!r}: phải là số nguyên (must be a whole number).") from None


def names(name: str, default: str = "") -> list[str]:
    """Return the comma-separated variable `name` as a list."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def secret(name: str) -> str:
    """Return the secret `name`, from the variable itself or from the file that `name`_FILE names."""
    value = text(name)
    file = text(f"{name}_FILE")
    if value and file:
        raise ImproperlyConfigured(f"Chỉ đặt một trong {name} và {name}_FILE (set only one of the two).")
    if file:
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE={file!r}: không đọc được tệp ({error}).") from None
    return value


def generated_secret(path: Path) -> str:
    """Return the secret kept in `path`, making it on first use (readable by the owner alone)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        value = secrets.token_urlsafe(50)
        handle.write(value)
    return value
