"""``{% load nik %}``: a person's number as whoever reads the page may see it."""

from __future__ import annotations

from django import template
from django.template import Context

from cakupan.office.audit import unmasking

register = template.Library()


@register.simple_tag(takes_context=True)
def person_nik(context: Context, person_id: int, nik: str) -> str:
    """``{% person_nik person.pk person.nik %}``: whole, masked, or whole for ten minutes."""
    return unmasking.person_nik(context["request"], person_id, nik)


@register.simple_tag(takes_context=True)
def nik_for(context: Context, nik: str) -> str:
    """``{% nik_for row.nik %}``: whole or masked by desk; for rows that are nobody's page."""
    return unmasking.nik_for(context["request"].user, nik)


@register.simple_tag(takes_context=True)
def nik_is_masked(context: Context, person_id: int) -> bool:
    """``{% nik_is_masked person.pk as masked %}``: whether there is something to open."""
    request = context["request"]
    return not (request.user.sees_nik or unmasking.unmasked(request, person_id))
