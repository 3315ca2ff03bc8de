"""The field for an officer's districts and villages: a line for each, offered by name and code, without a script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.places import CODE, place_of, place_words
from cakupan.registers.areas import area_name, parts_of

LINES_MIN, EMPTY_LINES = 3, 2
# A province's districts and villages would make a page too heavy for a slow line; there they are written without being offered.
OFFERED_MAX = 900


def _shown(told: str) -> str:
    """A code with its name; what somebody wrote as it is."""
    return place_words(told) if CODE.fullmatch(told) and area_name(told) else told


class PlacesInput(forms.Widget):
    """A line for each place and two for more; ``offered`` are the places that the browser proposes as one writes."""

    offered: Sequence[str] = ()

    def use_required_attribute(self, initial: Any) -> bool:  # noqa: ARG002 - Django's own
        """No: one line of several is enough."""
        return False

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - Django's own
        """Text fields under one name, and the list they share."""
        given = self.build_attrs(self.attrs, attrs or {})
        first = str(given.pop("id", f"id_{name}"))
        written = [_shown(each) for each in value or ()]
        lines = [*written, *[""] * max(EMPTY_LINES, LINES_MIN - len(written))]
        around = format_html_join("", ' {}="{}"', given.items())
        fields = format_html_join(
            "", '<input type="text" name="{}" value="{}" id="{}"{} list="{}-list" autocomplete="off" maxlength="120"{}>',
            (
                (name, text, first if not at else f"{first}-{at + 1}", self._named(at), first, around)
                for at, text in enumerate(lines)
            ),
        )  # fmt: skip
        offered = format_html_join("", '<option value="{}">', ((place_words(code),) for code in self.offered))
        return format_html('<div class="places">{}</div><datalist id="{}-list">{}</datalist>', fields, first, offered)

    def _named(self, at: int) -> SafeString:
        """The first line has the field's label; the others say that they are one more."""
        if not at:
            return SafeString()
        return format_html(' aria-label="{}"', _("Desa/kelurahan atau kecamatan, baris %(line)s") % {"line": at + 1})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:  # noqa: ARG002 - Django's own
        """The lines that say something."""
        told = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [each.strip() for each in told if each.strip()]


class PlacesField(forms.Field):
    """Codes of districts and villages, from what was written; the form knows in which areas they must lie (:meth:`read`)."""

    widget = PlacesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Desa/kelurahan atau kecamatan"),
            help_text=gettext_lazy(
                "Hanya untuk meja Kelurahan/Desa: nama atau kode, satu per baris; kecamatan mencakup semua desanya."
            ),
            required=False,
            **kwargs,
        )

    def offer(self, areas: Iterable[str]) -> None:
        """Let the browser propose the places of these areas, if they are not too many."""
        codes = sorted({code for area in areas for code in parts_of(area)})
        self.widget.offered = codes if len(codes) <= OFFERED_MAX else ()

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other places are written than there were."""
        return [_shown(each) for each in initial or ()] != [_shown(each) for each in data or ()]

    @staticmethod
    def read(told: Sequence[str], areas: Sequence[str]) -> tuple[list[str], list[str]]:
        """The codes, each once, and for every line that names no place of ``areas`` what is wrong with it."""
        codes, wrong = set(), []
        for each in told:
            try:
                codes.add(place_of(each, areas))
            except Refusal as refusal:
                wrong.append(f"{refusal.what}: {refusal.why} {refusal.mend}")
        return sorted(codes), wrong
