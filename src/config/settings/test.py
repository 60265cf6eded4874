"""Tests: SQLite unless DATABASE_URL names another database; cheap password hashing."""

from pathlib import Path

from config import env
from config.connections import database
from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR, ROOT

SECRET_KEY = "test-only-" + "x" * 50
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": database(env.text("DATABASE_URL", f"sqlite:///{ROOT / 'var' / 'test.sqlite3'}"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "test-files"
HUB_DIR = Path(env.text("HUB_DIR", str(DATA_DIR / "test-hub")))
INTERCHANGE_LOOPBACK = True
SEALING_KEYS_FILE = DATA_DIR / "test-sealing-keys"
ADMINISTRATORS_NEED_MFA = False  # screens are tested without it; the gate's own tests switch it on

# Django empties test databases: the journal may be deleted from there, and only there.
AUDIT_GATE_OPEN = True
CALENDAR_STAMP_SECONDS = 0  # a test sees its own calendar at once
NOTICE_COUNT_SECONDS = 0  # and its own notices
