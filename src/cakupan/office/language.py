"""The language of a page: what somebody chose, else Indonesian, whatever their browser was installed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ChosenLanguage(LocaleMiddleware):
    """As Django's, but a browser's own languages are not asked: offices share computers that speak English."""

    def process_request(self, request: HttpRequest) -> None:
        """The language of the cookie, if it is one that the office speaks."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _ in settings.LANGUAGES}
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


def language() -> str:
    """``id`` or ``en``, whichever is on the screen."""
    return "en" if (translation.get_language() or "id").startswith("en") else "id"
