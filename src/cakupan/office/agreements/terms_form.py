"""The form of an agreement's terms: from what people type to the keys of its document, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cakupan.office.agreements.fields import PercentField, WholeField
from cakupan.office.agreements.forms import date_input

PAYERS = [("kabkota", _("Pemerintah kabupaten/kota")), ("provinsi", _("Pemerintah provinsi"))]
METHODS = [
    ("per_cent", _("persentase tiap tagihan")),
    ("people", _("jumlah jiwa: yang pertama menanggung sekian baris lampiran, sisanya yang lain")),
    ("months", _("bulan: yang pertama menanggung sekian bulan pertama, sisanya yang lain")),
    ("cap", _("batas: yang pertama menanggung persentase sampai batas rupiah per bulan, sisanya yang lain")),
]
ACCOUNT_KINDS = [("iuran", _("iuran")), ("bantuan_iuran", _("bantuan iuran"))]
SOURCES = [
    ("", _("tidak disebut")),
    ("APBD", "APBD"),
    ("DAU-SG", "DAU-SG"),
    ("pajak rokok", _("pajak rokok")),
    ("DBHCHT", "DBHCHT"),
    ("bantuan provinsi", _("bantuan keuangan provinsi")),
]
RANKS = [
    ("decile", _("desil kemiskinan")),
    ("sick_now", _("sedang sakit")),
    ("pregnant", _("ibu hamil")),
    ("disaster", _("korban bencana atau wabah")),
    ("family", _("keluarga utuh")),
    ("annex", _("urutan daftar")),
]
ILLUSTRATIVE = [
    ("number", _("nomor")),
    ("quota", _("kuota")),
    ("budget", _("anggaran")),
    ("shares", _("pembagian biaya")),
    ("period", _("masa berlaku")),
    ("signed", _("tanda tangan")),
]
# Rows to write into: at least so many, and always some beyond what stands, so that no line is out of reach.
BUDGET_ROWS_MIN, SPARE_ROWS = 4, 2
WHOLE = Decimal(100)
# Keys that the form does not show stay as they were.
SHOWN = ("programme", "class", "payer", "period", "quota", "shares", "budget_year", "budget", "due_day", "unpaid", "basis")
SHOWN_TOO = ("late_reported_deaths", "newborn_of_enrolled_mother", "ranking_rule", "illustrative")


class TermsForm(forms.Form):
    """The terms. ``terms()`` gives the keys of the document; ``parts()`` as many of them as can be read while somebody types."""

    programme = forms.CharField(label=_("Program"), max_length=120, initial="PBPU dan BP Pemda")
    payer = forms.ChoiceField(label=_("Pembayar bagian Pemda"), choices=PAYERS)
    care_class = forms.TypedChoiceField(label=_("Kelas"), choices=[(3, "III"), (2, "II"), (1, "I")], coerce=int, initial=3)
    from_date = forms.DateField(label=_("Mulai berlaku"), widget=date_input())
    last_date = forms.DateField(label=_("Berlaku sampai dengan"), widget=date_input())
    quota = WholeField(label=_("Kuota (jiwa)"), low=1, required=False)
    share_method = forms.ChoiceField(label=_("Cara membagi bagian Pemda"), choices=METHODS, initial="per_cent")
    share_kabkota = PercentField(label=_("Kabupaten/kota (%)"), required=False)
    share_provinsi = PercentField(label=_("Provinsi (%)"), required=False)
    share_first = forms.ChoiceField(label=_("Yang pertama"), choices=PAYERS, required=False, initial="provinsi")
    share_count = WholeField(label=_("Sekian jiwa atau bulan"), low=1, required=False)
    share_cap = WholeField(label=_("Batas per bulan (Rp)"), low=1, required=False)
    budget_year = WholeField(label=_("Tahun anggaran"), low=2014, high=2200, required=False)
    due_day = WholeField(label=_("Tanggal jatuh tempo tiap bulan"), low=1, high=31, initial=10)
    suspends = forms.ChoiceField(
        label=_("Bila tagihan tidak dibayar"),
        required=False,
        choices=[
            ("", _("tidak diatur")),
            ("no", _("peserta tetap dijamin")),
            ("yes", _("penjaminan peserta diberhentikan sementara")),
        ],
    )
    suspends_after = WholeField(label=_("Diberhentikan sementara setelah (bulan)"), low=1, high=120, required=False)
    late_deaths = forms.ChoiceField(
        label=_("Kematian yang terlambat dilaporkan ditanggung"),
        required=False,
        choices=[("", _("tidak diatur")), ("bpjs", "BPJS Kesehatan"), ("pemda", _("Pemda"))],
    )
    newborn = forms.ChoiceField(
        label=_("Bayi dari ibu peserta"),
        required=False,
        choices=[("", _("tidak diatur")), ("follows_agreement", _("ikut perjanjian ibunya"))],
    )
    basis = forms.CharField(label=_("Dasar hukum"), max_length=200, required=False)
    illustrative = forms.MultipleChoiceField(
        label=_("Angka ilustrasi (bukan angka resmi)"),
        choices=ILLUSTRATIVE,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kept: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = {key: value for key, value in (kept or {}).items() if key not in (*SHOWN, *SHOWN_TOO)}
        self.budget_lines = max(BUDGET_ROWS_MIN, len((kept or {}).get("budget") or ()) + SPARE_ROWS)
        for place in self._lines():
            self.fields[f"account_{place}"] = forms.CharField(label=_("Kode rekening"), max_length=40, required=False)
            self.fields[f"kind_{place}"] = forms.ChoiceField(label=_("Untuk"), choices=ACCOUNT_KINDS, required=False)
            self.fields[f"source_{place}"] = forms.ChoiceField(
                label=_("Sumber dana"), choices=SOURCES, required=False, initial="APBD"
            )
            self.fields[f"rupiah_{place}"] = WholeField(label=_("Rupiah setahun"), required=False)
        for place, _rank in enumerate(RANKS, start=1):
            label = _("Urutan prioritas ke-%d") % place
            self.fields[f"rank_{place}"] = forms.ChoiceField(label=label, choices=[("", "–"), *RANKS], required=False)
        self._offer(initial_of(kept or {}))

    def _lines(self) -> range:
        """The places of the budget's rows."""
        return range(1, self.budget_lines + 1)

    def _offer(self, standing: Mapping[str, Any]) -> None:
        """Let words that stand be chosen, though they are none of ours: a file may name another fund than the usual ones."""
        for name, value in standing.items():
            if isinstance(self.fields.get(name), forms.ChoiceField):
                field: Any = self.fields[name]
                known = {str(code) for code, _label in field.choices}
                told = [each for each in (value if isinstance(value, list) else [value]) if each is not None]
                field.choices = [*field.choices, *((each, each) for each in told if str(each) not in known)]

    def budget_rows(self) -> Iterator[list[forms.BoundField]]:
        """The budget's fields, line by line."""
        for place in self._lines():
            yield [self[f"{name}_{place}"] for name in ("account", "kind", "source", "rupiah")]

    def ranks(self) -> list[forms.BoundField]:
        """The places of the ranking rule."""
        return [self[f"rank_{place}"] for place, _rank in enumerate(RANKS, start=1)]

    def clean(self) -> dict[str, Any]:
        """What no field can see alone."""
        told = super().clean() or {}
        first, last = told.get("from_date"), told.get("last_date")
        if first and last and last < first:
            self.add_error("last_date", _("Hari terakhir ada sebelum hari mulai."))
        self._check_shares(told)
        for place in self._lines():
            if bool(told.get(f"account_{place}")) != (told.get(f"rupiah_{place}") is not None):
                self.add_error(f"account_{place}", _("Kode rekening dan rupiahnya diisi bersama."))
        ranks = _ranks(told)
        if len(set(ranks)) < len(ranks):
            self.add_error("rank_1", _("Satu urutan prioritas disebut dua kali."))
        return told

    def _check_shares(self, told: dict[str, Any]) -> None:
        method = told.get("share_method")
        if method == "per_cent":
            total = (told.get("share_kabkota") or 0) + (told.get("share_provinsi") or 0)
            if total != WHOLE:
                self.add_error("share_kabkota", _("Bagian keduanya berjumlah %s %%, seharusnya 100 %%.") % total)
        elif method in ("people", "months") and not told.get("share_count"):
            self.add_error("share_count", _("Isi berapa jiwa atau bulan yang ditanggung pembayar pertama."))
        elif method == "cap":
            if not told.get("share_cap"):
                self.add_error("share_cap", _("Isi batas rupiah per bulan."))
            share = f"share_{told.get('share_first') or 'provinsi'}"
            if not told.get(share):
                self.add_error(share, _("Isi persentase yang ditanggung pembayar pertama."))

    def terms(self) -> dict[str, Any]:
        """The keys of the document, of a form that is right."""
        assert self.is_valid(), "terms of a form that is wrong"
        return {**self.kept, "segment": self.kept.get("segment", "PEMDA"), **_told(self.cleaned_data, self._lines())}

    def parts(self) -> dict[str, Any]:
        """What can be read already; a field that is wrong or empty is left out."""
        self.is_valid()
        return {**self.kept, "segment": self.kept.get("segment", "PEMDA"), **_told(self.cleaned_data, self._lines())}


def _told(told: Mapping[str, Any], lines: range) -> dict[str, Any]:
    """The keys that the form's values make; a key is there only if all it is made of is. ``lines``: the budget's places."""
    found: dict[str, Any] = {
        "programme": told.get("programme"),
        "class": told.get("care_class"),
        "payer": told.get("payer"),
        "period": _period(told),
        "quota": told.get("quota"),
        "shares": _shares(told),
        "budget_year": told.get("budget_year"),
        "budget": [line for place in lines if (line := _budget_line(told, place))],
        "due_day": told.get("due_day"),
        "unpaid": _unpaid(told),
        "late_reported_deaths": {"borne_by": told["late_deaths"]} if told.get("late_deaths") else None,
        "newborn_of_enrolled_mother": told.get("newborn"),
        "ranking_rule": _ranks(told),
        "basis": told.get("basis"),
        "illustrative": told.get("illustrative"),
    }
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}


def _ranks(told: Mapping[str, Any]) -> list[str]:
    return [rank for place, _rank in enumerate(RANKS, start=1) if (rank := told.get(f"rank_{place}"))]


def _period(told: Mapping[str, Any]) -> dict[str, str] | None:
    first, last = told.get("from_date"), told.get("last_date")
    if first is None or last is None or last < first:
        return None
    return {"from": first.isoformat(), "to": (last + dt.timedelta(days=1)).isoformat()}


def _shares(told: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    method, first = told.get("share_method"), told.get("share_first") or "provinsi"
    rest = {"payer": "kabkota" if first == "provinsi" else "provinsi", "rest": True}
    if method == "per_cent":
        parts = [(payer, told.get(f"share_{payer}") or Decimal(0)) for payer, _label in PAYERS]
        if sum(part for _payer, part in parts) != WHOLE:
            return None
        return [{"payer": payer, "per_cent": _number(part)} for payer, part in parts if part]
    if method in ("people", "months"):
        return [{"payer": first, method: told["share_count"]}, rest] if told.get("share_count") else None
    part, cap = told.get(f"share_{first}"), told.get("share_cap")
    return [{"payer": first, "per_cent": _number(part), "cap_per_month": cap}, rest] if part and cap else None


def _number(part: Decimal) -> int | str:
    """As the document writes it: never through a float."""
    return int(part) if part == int(part) else format(part.normalize(), "f")


def _budget_line(told: Mapping[str, Any], place: int) -> dict[str, Any] | None:
    account, rupiah = told.get(f"account_{place}"), told.get(f"rupiah_{place}")
    if not account or rupiah is None:
        return None
    source = told.get(f"source_{place}")
    line = {"account": account, "kind": told.get(f"kind_{place}"), "source": source, "rupiah": rupiah}
    return line if source else {key: value for key, value in line.items() if key != "source"}


def _unpaid(told: Mapping[str, Any]) -> dict[str, Any] | None:
    if not told.get("suspends"):
        return None
    suspends = told["suspends"] == "yes"
    after = told.get("suspends_after")
    return {"suspends": suspends, **({"after_months": after} if suspends and after else {})}


def initial_of(terms: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of terms that stand."""
    plain = ("programme", "payer", "quota", "budget_year", "due_day", "basis", "illustrative")
    told: dict[str, Any] = {key: terms[key] for key in plain if key in terms}
    told |= {"care_class": terms.get("class", 3), "newborn": terms.get("newborn_of_enrolled_mother", "")}
    if "period" in terms:
        told["from_date"] = dt.date.fromisoformat(terms["period"]["from"])
        told["last_date"] = dt.date.fromisoformat(terms["period"]["to"]) - dt.timedelta(days=1)
    told["late_deaths"] = (terms.get("late_reported_deaths") or {}).get("borne_by", "")
    unpaid = terms.get("unpaid")
    told["suspends"] = "" if unpaid is None else "yes" if unpaid["suspends"] else "no"
    told["suspends_after"] = (unpaid or {}).get("after_months")
    for place, line in enumerate(terms.get("budget") or (), start=1):
        told |= {f"{name}_{place}": line.get(name) for name in ("account", "kind", "source", "rupiah")}
    told |= {f"rank_{place}": rank for place, rank in enumerate(terms.get("ranking_rule") or (), start=1)}
    return {**told, **_shares_shown(terms.get("shares") or ())}


def _shares_shown(shares: Any) -> dict[str, Any]:
    told: dict[str, Any] = {f"share_{s['payer']}": Decimal(str(s["per_cent"])) for s in shares if "per_cent" in s}
    if not shares:
        return told
    first = shares[0]
    for method in ("people", "months"):
        if method in first:
            return {**told, "share_method": method, "share_first": first["payer"], "share_count": first[method]}
    if "cap_per_month" in first:
        told.setdefault(f"share_{first['payer']}", WHOLE)  # up to the cap of the whole bill, where no part of it is named
        return {**told, "share_method": "cap", "share_first": first["payer"], "share_cap": first["cap_per_month"]}
    return {**told, "share_method": "per_cent"}
