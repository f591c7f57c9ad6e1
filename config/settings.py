"""Settings. What differs between installations comes from the environment; everything else is here."""

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from config import single_sign_on

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("POUKAMA_DATA", ROOT / "var")).resolve()


def _flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "").lower() in {"1", "true", "yes", "on"}


def _secret_key() -> str:
    """The key of the installation: given, else made once and kept in the data folder, readable by its owner."""
    if given := os.environ.get("POUKAMA_SECRET_KEY"):
        return given
    DATA.mkdir(parents=True, exist_ok=True)
    path = DATA / "secret-key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def _database(url: str) -> dict[str, Any]:
    if not url:
        DATA.mkdir(parents=True, exist_ok=True)
        return _sqlite(str(DATA / "poukama.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path.removeprefix("/") if parts.path == "/:memory:" else parts.path)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql:// or sqlite://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.removeprefix("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 20,
            # Take the write lock when a transaction begins: one that starts by reading and then writes would
            # fail at once instead of waiting for its turn.
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


SECRET_KEY = _secret_key()
KEYS = Path(os.environ.get("POUKAMA_KEYS", DATA / "keys.json"))
"""The keys that seal what identifies people: a file to be kept elsewhere than the backups of the database."""
DEBUG = _flag("POUKAMA_DEBUG")
DEMO = _flag("POUKAMA_DEMO")
"""A demonstration with synthetic people: signing in needs no second factor, and every page says so."""
DEMO_DAY = date.fromisoformat(os.environ["POUKAMA_DEMO_DAY"]) if "POUKAMA_DEMO_DAY" in os.environ else None
"""The day that a demonstration lives in: the last one of its invented year, so that what one tries counts in it."""
SECURE = _flag("POUKAMA_SECURE")
"""Served over HTTPS: cookies are sent over nothing else."""

ALLOWED_HOSTS = os.environ.get("POUKAMA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if SECURE else []

INSTALLED_APPS = [
    "poukama.setup",
    "poukama.desk",
    "poukama.porch",
    "poukama.federation",
    "poukama.reporting",
    "poukama.governance",
    "poukama.outcomes",
    "poukama.shelter",
    "poukama.activities",
    "poukama.workforce",
    "poukama.whistleblowing",
    "poukama.casework",
    "poukama.outbox",
    "poukama.clients",
    "poukama.duties",
    "poukama.drafts",
    "poukama.access",
    "poukama.organisation",
    "poukama.toolkit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_linear_migrations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "poukama.access.middleware.actor",
    "poukama.access.middleware.kept_session",
    "poukama.access.middleware.RequireSecondFactor",
    "poukama.toolkit.toast.ToastMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "poukama.toolkit.frame.frame",
            ],
        },
    }
]

FORM_RENDERER = "poukama.toolkit.form_rendering.Renderer"

DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "access_cache"},
}

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
CHAIN_COST = 2**17
"""How slow each guess of a receipt code is made (scrypt). Changing it unties every code that was given out."""
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_NAME = "poukama-session"
SESSION_COOKIE_AGE = 60 * 60
EMERGENCY_MINUTES = min(60, max(5, int(os.environ.get("POUKAMA_EMERGENCY_MINUTES", "60"))))
"""For how long an emergency stays open: it can be made shorter, never longer than an hour."""
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "poukama.toolkit.error_views.form_too_old"
CSRF_COOKIE_NAME = "poukama-csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"  # with none at all browsers hide the origin and forms would be refused
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = SECURE
X_FRAME_OPTIONS = "DENY"

SINGLE_SIGN_ON = single_sign_on.read(os.environ.get("POUKAMA_SSO", ""))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # small pictures inside the component styles
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'", *single_sign_on.origins(SINGLE_SIGN_ON)],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "poukama-language"
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False  # years and numbers in addresses would be grouped too: use the filter `number`
FORMAT_MODULE_PATH = "poukama.toolkit.formats"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SEALED = DATA / "sealed"
"""The folder of sealed files: what was uploaded, unreadable without the keys."""
FILE_UPLOAD_HANDLERS = ["poukama.toolkit.uploads.BoundedUpload", "poukama.toolkit.uploads.InMemory"]
UPLOAD_MOST_BYTES = 25_000_000  # of all files of a form; each form says for itself what is too much for it
ATTACHMENT_MOST_BYTES = 20_000_000  # of one file kept of somebody served

EMAIL_HOST = os.environ.get("POUKAMA_EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("POUKAMA_EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("POUKAMA_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("POUKAMA_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("POUKAMA_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
_MAIL = "django.core.mail.backends"
EMAIL_BACKEND = f"{_MAIL}.smtp.EmailBackend" if EMAIL_HOST else f"{_MAIL}.console.EmailBackend"
"""Without a mail server, invitations are printed for whoever sets the house up, and nothing is sent to clients."""
DEFAULT_FROM_EMAIL = os.environ.get("POUKAMA_FROM", "poukama@localhost")
NEUTRAL_FROM = os.environ.get("POUKAMA_NEUTRAL_FROM", "viesti@localhost")
"""From whom clients get mail: an address whose name and domain tell nothing of who sends it."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "poukama.toolkit.logs.WithoutWords",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

ACCOUNT_ADAPTER = "poukama.access.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is opened by a link that was sent to the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a strange address gets no mail, and the page says the same
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # still asks for the second factor
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"receipt_code": "10/10m/user", "break_glass": "5/10m/user,20/d/user"}
"""How often somebody may try what could be guessed; what concerns signing in is as the library has it."""
ACCOUNT_FORMS = {
    "login": "poukama.access.forms.account.SignInForm",
    "reset_password": "poukama.access.forms.account.ResetPasswordForm",
    "reset_password_from_key": "poukama.access.forms.account.ResetPasswordKeyForm",
    "change_password": "poukama.access.forms.account.ChangePasswordForm",
    "set_password": "poukama.access.forms.account.SetPasswordForm",
    "reauthenticate": "poukama.access.forms.account.ReauthenticateForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("POUKAMA_PROXIES", "0"))
MFA_ADAPTER = "poukama.access.sign_in.MFAAdapter"
MFA_FORMS = {
    "authenticate": "poukama.access.forms.account.CodeForm",
    "reauthenticate": "poukama.access.forms.account.CodeAgainForm",
    "activate_totp": "poukama.access.forms.account.ActivateAppForm",
    "add_webauthn": "poukama.access.forms.account.AddPasskeyForm",
    "edit_webauthn": "poukama.access.forms.account.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Poukama"
MFA_TOTP_TOLERANCE = 1  # clocks differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # http://localhost
SOCIALACCOUNT_ADAPTER = "poukama.access.sign_in.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": SINGLE_SIGN_ON}}
SILENCED_SYSTEM_CHECKS: list[str] = []
