"""The filters above the lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cakupan.linking.mismatch import BPK_KINDS
from cakupan.month.mismatch import listed_kinds
from cakupan.office.verification.states import CASE, MOVING
from cakupan.office.verification.wording import bpk_word, kind_word, place_choices

ALL = [("", _("semua"))]


class FilterForm(forms.Form):
    """District, kind, BPK's kind, rupiah from, and (where it is asked) how far. Every field may be empty."""

    district = forms.ChoiceField(label=_("Kecamatan"), required=False)
    kind = forms.ChoiceField(label=_("Jenis"), required=False)
    bpk_kind = forms.ChoiceField(label=_("Jenis menurut BPK"), required=False)
    rupiah_min = forms.IntegerField(label=_("Rupiah per bulan ≥"), required=False, min_value=0)
    state = forms.ChoiceField(label=_("Keadaan"), required=False)

    def __init__(self, *args: Any, area: str, with_state: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, list[tuple[str, str]]] = {
            "district": place_choices(area),
            "kind": [(each.code, kind_word(each.code)) for each in listed_kinds()],
            "bpk_kind": [(code, bpk_word(code)) for code in (*BPK_KINDS, "none")],
            "state": [(code, str(CASE.state(code).label)) for code in MOVING],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [*ALL, *choices]  # type: ignore[attr-defined]
        if not with_state:
            del self.fields["state"]

    def told(self) -> dict[str, Any]:
        """What is asked; a value that is no choice asks nothing."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return dict(self.cleaned_data)


class PlaceForm(forms.Form):
    """Only a district."""

    district = forms.ChoiceField(label=_("Kecamatan"), required=False)

    def __init__(self, *args: Any, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [*ALL, *place_choices(area)]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """What is asked; a district that is none asks nothing."""
        return dict(self.cleaned_data) if self.is_bound and self.is_valid() else {}
