"""Settings shared by every way of running; values that differ between sites come from the environment."""

from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from config import env
from config.connections import csc_services, database, mailers

ROOT = Path(__file__).resolve().parents[3]
DATA_DIR = Path(env.text("CONGVU_DATA", str(ROOT / "var")))

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    # ground: before allauth, whose templates it replaces
    "congvu.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "config",
    # people
    "congvu.directory",
    # platform
    "congvu.audit",
    "congvu.delivery",
    "congvu.registers",
    "congvu.files",
    "congvu.calendars",
    "congvu.printing",
    "congvu.notify",
    "congvu.signing",
    # case files, below the domain (ADR 0017)
    "congvu.casefiles",
    # domain
    "congvu.procedures",
    "congvu.workflow",
    "congvu.documents",
    "congvu.assignments",
    "congvu.interchange",
    "congvu.search",
    "congvu.dossiers",
    "congvu.moving",
    "congvu.national",
    # faces
    "congvu.desk",
    "congvu.setup",
    "congvu.portal",
    "congvu.hub",
    "congvu.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "congvu.directory.middleware.ActorMiddleware",
    "congvu.ui.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
            ],
        },
    },
]

FORM_RENDERER = "congvu.ui.forms.DeskRenderer"
FORMAT_MODULE_PATH = ["congvu.ui.formats"]
CSRF_FAILURE_VIEW = "congvu.ui.views.csrf_failure"


DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'congvu.sqlite3'}")
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "directory.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "congvu.directory.adapters.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "congvu.directory.adapters.SimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email", "phone")},
    },
    {"NAME": "congvu.directory.adapters.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/bat-dau/"
RESUME_URL_NAME = "desk:resume"

ACCOUNT_ADAPTER = "congvu.directory.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "congvu.directory.forms.LoginForm",
    "reauthenticate": "congvu.directory.forms.ReauthenticateForm",
    "change_password": "congvu.directory.forms.ChangePasswordForm",
}
MFA_FORMS = {
    "authenticate": "congvu.directory.forms.AuthenticateForm",
    "reauthenticate": "congvu.directory.forms.ReauthenticateCodeForm",
    "activate_totp": "congvu.directory.forms.ActivateTOTPForm",
    "add_webauthn": "congvu.directory.forms.AddWebAuthnForm",
    "edit_webauthn": "congvu.directory.forms.EditWebAuthnForm",
}
MFA_ADAPTER = "congvu.directory.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Công Vụ"
MFA_TOTP_TOLERANCE = 1
ADMINISTRATORS_NEED_MFA = True
DEMO = env.flag("DEMO", False)
DEMO_PASSWORD = env.text("DEMO_PASSWORD")

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "congvu" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "congvu.ui.finders.AssetFinder",
]
NODE_MODULES = Path(env.text("CONGVU_NODE_MODULES", str(ROOT / "node_modules")))
MEDIA_ROOT = DATA_DIR / "files"
MOVING_FOLDER = Path(env.text("MOVING_FOLDER", str(DATA_DIR / "chuyen-doi")))  # files of old systems
FILES_MAX_BYTES = env.number("FILES_MAX_BYTES", 50 * 1024 * 1024)
DOCUMENTS_ANNEX_BYTES = env.number("DOCUMENTS_ANNEX_BYTES", 200 * 1024 * 1024)  # of one outgoing document
FILES_MAX_ENTRIES = env.number("FILES_MAX_ENTRIES", 10_000)
FILES_MAX_EXPANDED = env.number("FILES_MAX_EXPANDED", 500 * 1024 * 1024)
FILES_SCANNER = env.text("FILES_SCANNER")  # tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl
FILES_SCANNER_REQUIRED = env.flag("FILES_SCANNER_REQUIRED", True)
FILES_SCANNER_TIMEOUT = env.number("FILES_SCANNER_TIMEOUT", 30)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "congvu.ui.finders.HashedStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

MAILERS = mailers()
SITE_URL = env.text("SITE_URL").rstrip("/")  # https://motcua.example.gov.vn, for letters and QR codes
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "congvu@localhost")

# Secrets of connections are sealed in the database; the keys stand in a file, or in the environment.
SEALING_KEYS = env.text("SEALING_KEYS")  # keys of Fernet, the first one seals
SEALING_KEYS_FILE = Path(env.text("SEALING_KEYS_FILE", str(DATA_DIR / "sealing-keys")))

# Interchange (docs/guides/lien-thong.md)
INTERCHANGE_PRIVATE = env.flag("INTERCHANGE_PRIVATE", False)  # any connection may go to private networks
INTERCHANGE_LOOPBACK = env.flag("INTERCHANGE_LOOPBACK", False)
INTERCHANGE_FOLDERS = env.names("INTERCHANGE_FOLDERS", str(DATA_DIR / "lien-thong"))  # watched ones lie below
INTERCHANGE_GIVE_UP_HOURS = env.number("INTERCHANGE_GIVE_UP_HOURS", 30)  # then it is a task for a person

# The axis in the box (docs/guides/truc-lien-thong.md)
HUB_DIR = Path(env.text("HUB_DIR", str(DATA_DIR / "hub")))
HUB_MAX_BYTES = env.number("HUB_MAX_BYTES", 1024 * 1024 * 1024)
HUB_LIST_CAP = env.number("HUB_LIST_CAP", 500)  # lines of one list
HUB_REPEAT_HOURS = env.number("HUB_REPEAT_HOURS", 24)  # the same package: the same DocId
HUB_CHECK_SENDER = env.flag("HUB_CHECK_SENDER", False)  # refuse edXML whose From is not the caller's
HUB_CENTER_CODE = env.text("HUB_CENTER_CODE")
HUB_STUCK_HOURS = env.number("HUB_STUCK_HOURS", 4)
HUB_KEEP_DAYS = env.number("HUB_KEEP_DAYS", 90)  # bytes of packages that all recipients have fetched

# Digital signatures: where keys are, which services are asked (docs/guides/ky-so.md)
# "with-signature": the page is numbered before the signer signs it, in one act; "after-signature": văn thư
# numbers what was signed, in fields that the page keeps for it (ADR 0020).
DOCUMENTS_NUMBERING = env.text("DOCUMENTS_NUMBERING", "with-signature")
SIGNING_PROVIDERS = [
    "congvu.signing.providers.pkcs12.Pkcs12Provider",
    "congvu.signing.providers.pkcs11.Pkcs11Provider",
    "congvu.signing.providers.csc.CscProvider",
]
SIGNING_DIR = Path(env.text("SIGNING_DIR", str(DATA_DIR / "signing")))
SIGNING_KEYS_DIR = SIGNING_DIR / "keys"
SIGNING_SECRETS_DIR = Path(env.text("SIGNING_SECRETS_DIR", str(SIGNING_DIR / "secrets")))
SIGNING_PKCS11_MODULE = env.text("SIGNING_PKCS11_MODULE")  # /usr/lib/softhsm/libsofthsm2.so
SIGNING_CSC = csc_services()
SIGNING_CSC_TIMEOUT = env.number("SIGNING_CSC_TIMEOUT", 60)
SIGNING_TSA_URL = env.text("SIGNING_TSA_URL")
SIGNING_TSA_USER = env.text("SIGNING_TSA_USER")
SIGNING_TSA_SECRET = env.secret("SIGNING_TSA_SECRET")
SIGNING_TSA_REQUIRED = env.flag("SIGNING_TSA_REQUIRED", False)
SIGNING_LTV = env.flag(
    "SIGNING_LTV", False
)  # embed revocation data, when certificates lead to a trusted root
SIGNING_SECRET_LOCAL_ONLY = env.flag("SIGNING_SECRET_LOCAL_ONLY", True)  # no remote key for secret documents
SIGNING_MAX_BYTES = env.number("SIGNING_MAX_BYTES", 50 * 1024 * 1024)
