"""The two-command start: embedded database, generated secret, loopback only."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR, SECRET_KEY

SECRET_KEY = SECRET_KEY or env.generated_secret(DATA_DIR / "secret-key")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
DEMO = env.flag("DEMO", True)
INTERCHANGE_LOOPBACK = env.flag("INTERCHANGE_LOOPBACK", True)
