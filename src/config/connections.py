"""Where data and mail go: the environment's addresses as settings, or a sentence about the mistake."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config import env

_EXAMPLES = "postgres://user@host/congvu hoặc sqlite:////thu-muc/congvu.sqlite3"
_SQLITE = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
    "PRAGMA mmap_size=268435456;PRAGMA cache_size=-65536;PRAGMA temp_store=MEMORY"
)


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for `url`: PostgreSQL with its pool, or SQLite in WAL with IMMEDIATE.

    Raises:
        ImproperlyConfigured: `url` is malformed or names another database.
    """
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError):
        raise _bad_url("không đọc được (cannot be read)") from None
    engine = str(config.get("ENGINE", "")).rpartition(".")[2]
    if engine == "postgresql":
        if not config["NAME"]:
            raise _bad_url("thiếu tên cơ sở dữ liệu (names no database)")
        config["CONN_HEALTH_CHECKS"] = False
        config.setdefault("OPTIONS", {})["pool"] = {
            "min_size": env.number("DB_POOL_MIN", 1),
            "max_size": env.number("DB_POOL_MAX", 8),
            "timeout": env.number("DB_POOL_TIMEOUT", 10),
        }
        config["OPTIONS"] |= _prepared(config["OPTIONS"]) if env.flag("DB_PREPARE", True) else {}
    elif engine == "sqlite3":
        options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": _SQLITE}
        config.setdefault("OPTIONS", {}).update(options)
        _make_room(str(config["NAME"]))
    else:
        raise _bad_url(f"{engine!r} không được hỗ trợ (is not supported)")
    return config


def _prepared(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options under which PostgreSQL plans a statement once for each connection.

    Only congvu.statements binds on the server, and therefore prepares; the ORM does not. Its statements ask
    for keys in the order of an index: the plan is the same whatever the values, and the server must not
    make another one each time because it takes a value for more frequent than it is.
    """
    options = f"{given.get('options', '')} -c plan_cache_mode=force_generic_plan".strip()
    return {"prepare_threshold": 0, "options": options}


def _make_room(name: str) -> None:
    """Make the folder of an SQLite file; raise ImproperlyConfigured when nothing can be written there."""
    if not name or name.startswith((":memory:", "file:")):
        return
    folder = Path(name).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _no_room(folder, error.strerror or "") from None
    if not os.access(folder, os.W_OK):
        raise _no_room(folder, "chỉ đọc được")


def _no_room(folder: Path, why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"Không ghi được vào thư mục dữ liệu {folder} ({why}; the data folder is not writable). "
        "Hãy cấp quyền ghi, hoặc đặt CONGVU_DATA hay DATABASE_URL tới nơi khác."
    )


def _bad_url(what: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"DATABASE_URL: {what}. Ví dụ (examples): {_EXAMPLES}.")


def mailers() -> dict[str, Any]:
    """Return Django's mailers: SMTP when EMAIL_HOST is set, else the console (nothing leaves the machine)."""
    host = env.text("EMAIL_HOST")
    if not host:
        return {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    options = {
        "host": host,
        "port": env.number("EMAIL_PORT", 587),
        "username": env.text("EMAIL_USER"),
        "password": env.secret("EMAIL_PASSWORD"),
        "use_tls": env.flag("EMAIL_TLS", True),
        "timeout": env.number("EMAIL_TIMEOUT", 15),
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def csc_services() -> dict[str, dict[str, str]]:
    """Return the remote signing services: SIGNING_CSC names them, SIGNING_CSC_<NAME>_… say how to reach each.

    _URL is the address before `/csc/`; _VERSION is v1 or v2; _AUTH is basic, oauth2 or token; _USER and
    _SECRET (or _SECRET_FILE) are the account, the client, or the token; _TOKEN_URL is the OAuth2 address
    where it is not `<url>/oauth2/token`.
    """
    services = {}
    for name in env.names("SIGNING_CSC"):
        prefix = f"SIGNING_CSC_{name.upper().replace('-', '_')}"
        service = {
            "url": env.text(f"{prefix}_URL"),
            "version": env.text(f"{prefix}_VERSION", "v1"),
            "auth": env.text(f"{prefix}_AUTH", "oauth2"),
            "user": env.text(f"{prefix}_USER"),
            "secret": env.secret(f"{prefix}_SECRET"),
            "token_url": env.text(f"{prefix}_TOKEN_URL"),
        }
        if not service["url"]:
            raise ImproperlyConfigured(f"{prefix}_URL: chưa có địa chỉ dịch vụ ký số (no address).")
        if service["version"] not in {"v1", "v2"} or service["auth"] not in {"basic", "oauth2", "token"}:
            raise ImproperlyConfigured(f"{prefix}: _VERSION là v1, v2; _AUTH là basic, oauth2, token.")
        services[name] = service
    return services
