"""The districts and villages of an officer of a kelurahan: found by code or by name, and the rows that lie in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cakupan.law.refusal import Refusal
from cakupan.office.accounts.desks import Desk
from cakupan.registers.areas import DISTRICT_LENGTH, VILLAGE_LENGTH, area_name, dotted, parts_of

# A code as people write it, alone or behind the name: 16.10.02.2001, 1610022001, "Seri Bandung (16.10.02.2010)".
CODE = re.compile(r"\d{2}[.\s]?\d{2}[.\s]?\d{2}(?:[.\s]?\d{4})?(?!\d)")
# What a place is called before its name.
KIND = re.compile(r"^(desa|kelurahan|kel\.?|kecamatan|kec\.?)\s+", re.IGNORECASE)
SUGGESTED_MAX = 4


def in_places(rows: QuerySet[Any], user: Any, column: str = "village") -> QuerySet[Any]:
    """Of these rows those that an officer may see: of a kelurahan the own places' only; ``column`` is the way to the village."""
    if user.desk != Desk.KELURAHAN:
        return rows
    seen = Q(**{f"{column}__in": [code for code in user.places if len(code) == VILLAGE_LENGTH]})
    for code in user.places:
        if len(code) == DISTRICT_LENGTH:
            seen |= Q(**{f"{column}__startswith": f"{code}."})
    return rows.filter(seen)


def works_in(user: Any, village: str) -> bool:
    """Whether rows of a village are an officer's to see."""
    return user.desk != Desk.KELURAHAN or bool({village, village[:DISTRICT_LENGTH]} & {*user.places})


def place_words(code: str) -> str:
    """A place as it is written in a form: ``Seri Bandung, Tanjung Batu (16.10.02.2010)``, ``Tanjung Batu (16.10.02)``."""
    names = [area_name(code)]
    if len(code) == VILLAGE_LENGTH:
        names.append(area_name(code[:DISTRICT_LENGTH]))
    return f"{', '.join(name for name in names if name)} ({code})".strip()


def place_of(told: str, areas: Iterable[str]) -> str:
    """The code of the district or village that somebody wrote, by code or by name.

    Raises :class:`Refusal` if no such place lies in ``areas``, or if several bear the name.
    """
    parts = {code: name for area in areas for code, name in parts_of(area).items()}
    found = CODE.search(told)
    if found is not None:
        return _by_code(told, dotted(found[0]), parts)
    return _by_name(told, parts)


def _by_code(told: str, code: str, parts: dict[str, str]) -> str:
    if code in parts:
        return code
    name = area_name(code)
    why = (
        _("%(place)s tidak berada di wilayah akun ini.") % {"place": f"{name} ({code})"}
        if name
        else _("kode %(code)s tidak ada pada daftar Kementerian Dalam Negeri.") % {"code": code}
    )
    raise Refusal(
        told, why=why, mend=_("Tulis kecamatan atau desa/kelurahan di wilayah akun ini, atau beri akun ini wilayah itu.")
    )


def _by_name(told: str, parts: dict[str, str]) -> str:
    name, _comma, district = (part.strip() for part in told.partition(","))
    wanted, within = KIND.sub("", name).casefold(), KIND.sub("", district).casefold()
    alike = [code for code, each in parts.items() if each.casefold() == wanted]
    alike = [code for code in alike if not within or parts.get(code[:DISTRICT_LENGTH], "").casefold() == within]
    if len(alike) == 1:
        return alike[0]
    if alike:
        why = _("ada %(count)s tempat dengan nama itu di wilayah ini.") % {"count": len(alike)}
    else:
        why = _("tidak ada kecamatan atau desa/kelurahan dengan nama itu di wilayah akun ini.")
        by_name = {each.casefold(): code for code, each in parts.items()}
        alike = [by_name[each] for each in get_close_matches(wanted, by_name, n=SUGGESTED_MAX)]
    raise Refusal(told, why=why, mend=_mend(alike))


def _mend(alike: list[str]) -> str:
    if not alike:
        return _("Periksa ejaannya, atau tulis kodenya, misalnya 16.10.02.2010.")
    shown = "; ".join(place_words(code) for code in alike[:SUGGESTED_MAX])
    more = "; …" if len(alike) > SUGGESTED_MAX else ""
    return _("Tulis kodenya: %(places)s") % {"places": f"{shown}{more}."}
