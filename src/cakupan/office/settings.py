"""Django's settings: everything that differs from place to place comes from ``environment``."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cakupan.office.environment import read_environment

HERE = Path(__file__).resolve().parent
ENVIRONMENT = read_environment()

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
ROOT_URLCONF = "cakupan.office.urls"
WSGI_APPLICATION = "cakupan.office.wsgi.application"

OFFICE_APPS = (
    "database",
    "accounts",
    "audit",
    "work",
    "positions",
    "papers",
    "pages",
    "desk",
    "uploads",
    "verification",
    "people",
    "admission",
    "reads",
    "agreements",
    "enrolment",
    "billing",
    "coverage",
    "guarantees",
    "consumers",
    "retention",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "django_htmx",
    "procrastinate.contrib.django",
    *(f"cakupan.office.{app}" for app in OFFICE_APPS),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cakupan.office.faults.FaultsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cakupan.office.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "cakupan.office.accounts.limits.SessionLimits",
    "cakupan.office.access.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "cakupan.office.surroundings.surroundings",
            ]
        },
    }
]

DATABASES = {alias: ENVIRONMENT.database(alias) for alias in ("default", "loader", "owner")}
DATABASE_ROUTERS = ["cakupan.office.database.router.OneDatabase"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who may enter. Passwords by Argon2; approvers besides by a one-time code (accounts).
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_LENGTH_MIN = 12
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_LENGTH_MIN},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "accounts:login"
OTP_TOTP_ISSUER = "Cakupan"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "cakupan.office.accounts.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "cakupan.office.accounts.address.address_of"
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day, counted from signing in (accounts.limits)
SESSION_IDLE_SECONDS_MAX = 30 * 60
INVITATION_HOURS = 72
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cakupan.office.faults.csrf_failed"

# TLS ends at the proxy in front (docs): it says so by this header, which it must set itself.
if ENVIRONMENT.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
    }
}

# Uploads go to disk, never whole into memory; how much may come is said in one place.
UPLOAD_BYTES_MAX = 200 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = ["cakupan.office.uploads.receiving.LimitedUpload"]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("English"))]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.workspace / "office" / "static"
# No default: what the office keeps it keeps under its hash (uploads.receiving, papers.keeping), not by Django's storage.
STORAGES = {
    "staticfiles": {"BACKEND": "cakupan.office.static_files.StaticFiles"},
}
WHITENOISE_USE_FINDERS = True

# Wiring joins the office to files and engines; the office knows it by this name only (ADR 15).
CAKUPAN_ROOMS = "cakupan.wiring.office"

# No person's data in a log line: what is logged is where and what kind, never who (log_lines).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "cakupan.office.log_lines.LogLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"procrastinate": {"level": "WARNING"}, "axes": {"level": "ERROR"}},
}
