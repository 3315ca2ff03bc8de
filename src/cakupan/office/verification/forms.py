"""The filters above the lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cakupan.linking.mismatch import BPK_KINDS
from cakupan.month.mismatch import listed_kinds
from cakupan.office.verification.states import CASE, MOVING, PROPOSERS
from cakupan.office.verification.wording import bpk_word, kind_word, place_choices
from cakupan.office.verification.worklist import MINE, UNASSIGNED

ALL = [("", _("semua"))]


class FilterForm(forms.Form):
    """District, kind, BPK's kind, rupiah from, and (where it is asked) how far, or whose work. Every field may be empty."""

    district = forms.ChoiceField(label=_("Kecamatan"), required=False)
    kind = forms.ChoiceField(label=_("Jenis"), required=False)
    bpk_kind = forms.ChoiceField(label=_("Jenis menurut BPK"), required=False)
    rupiah_min = forms.IntegerField(label=_("Rupiah per bulan ≥"), required=False, min_value=0)
    state = forms.ChoiceField(label=_("Keadaan"), required=False)
    assigned = forms.ChoiceField(label=_("Penugasan"), required=False)

    def __init__(self, *args: Any, area: str, with_state: bool = False, officer: Any = None, **kwargs: Any) -> None:
        """``officer``: whoever asks for the own work, if they are of a desk that is assigned any."""
        super().__init__(*args, **kwargs)
        self.area, self.officer = area, officer if officer and officer.desk in PROPOSERS else None
        offered: dict[str, list[tuple[str, str]]] = {
            "district": place_choices(area),
            "kind": [(each.code, kind_word(each.code)) for each in listed_kinds()],
            "bpk_kind": [(code, bpk_word(code)) for code in (*BPK_KINDS, "none")],
            "state": [(code, str(CASE.state(code).label)) for code in MOVING],
            "assigned": [(MINE, str(_("tugas saya"))), (UNASSIGNED, str(_("belum ditugaskan")))],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [*ALL, *choices]  # type: ignore[attr-defined]
        if not with_state:
            del self.fields["state"]
        if self.officer is None:
            del self.fields["assigned"]

    def told(self) -> dict[str, Any]:
        """What is asked; a value that is no choice asks nothing."""
        if not self.is_bound:
            return {}
        self.is_valid()
        told = dict(self.cleaned_data)
        return {**told, "area": self.area, "officer": self.officer.pk} if self.officer else told


class PlaceForm(forms.Form):
    """Only a district."""

    district = forms.ChoiceField(label=_("Kecamatan"), required=False)

    def __init__(self, *args: Any, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [*ALL, *place_choices(area)]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """What is asked; a district that is none asks nothing."""
        return dict(self.cleaned_data) if self.is_bound and self.is_valid() else {}
