"""The smallest site that serves the office's parts: no database, the style page, and the strict CSP as a header."""

from __future__ import annotations

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'"
)


def policy(get_response):
    """Middleware that sends the header the office sends."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Content-Security-Policy"] = CSP
        return response

    return answer


def start() -> None:
    """Set Django up, once; where the office's own settings already rule, they stay."""
    if settings.configured:
        return
    settings.configure(
        DEBUG=False,
        SECRET_KEY="only-for-tests-" + "x" * 50,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="office_pages.office_site_urls",
        INSTALLED_APPS=["django.contrib.staticfiles", "cakupan.office.pages"],
        MIDDLEWARE=[
            "office_pages.office_site.policy",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
        ],
        WHITENOISE_USE_FINDERS=True,
        WHITENOISE_AUTOREFRESH=True,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        STATIC_URL="static/",
        LANGUAGE_CODE="id",
        LANGUAGES=[("id", "Bahasa Indonesia"), ("en", "English")],
        TIME_ZONE="Asia/Jakarta",
        USE_TZ=True,
        USE_I18N=True,
    )
    django.setup()
