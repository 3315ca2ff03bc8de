"""``{% load pages %}``: words for money, dates and numbers, and the parts of a page. README.md beside the app shows each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select, Textarea
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone

from cakupan.answer import words
from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.office.language import language
from cakupan.office.pages.charts import Chart
from cakupan.office.pages.maps import AreaMap
from cakupan.office.pages.parts import (
    Alarm,
    Badge,
    Compared,
    Confirmation,
    Event,
    Fact,
    Figure,
    Link,
    Progress,
    Requirement,
    Text,
    Tone,
)
from cakupan.office.pages.tables import ShownTable, day_here
from cakupan.office.refusal_words import in_page_language

register = template.Library()
NOTHING = "–"


@register.filter
def rupiah(amount: int | Decimal | None) -> str:
    """``1234567`` → ``Rp 1.234.567``; none is ``–``."""
    return NOTHING if amount is None or amount == "" else words.rupiah(int(amount))


@register.filter
def whole(number: int | Decimal | None) -> str:
    """``1234`` → ``1.234``; none is ``–``."""
    return NOTHING if number is None or number == "" else words.whole(int(number))


@register.filter
def percent(share: Fraction | Decimal | float | None) -> str:
    """A share of one in words: ``0.6985`` → ``69,85 %``; none is ``–``."""
    if share is None or share == "":
        return NOTHING
    exact = Fraction(share)
    return words.per_cent(part=exact.numerator, of=exact.denominator)


@register.filter
def tanggal(date: dt.date | None) -> str:
    """``5 Januari 2025`` or ``5 January 2025``; an instant gives its day here; none is ``–``."""
    if not date:
        return NOTHING
    return words.date_words(day_here(date), language=language())


@register.filter
def waktu(instant: dt.datetime | None) -> str:
    """``3 Juli 2024 08.12`` in the active time zone; none is ``–``."""
    if not instant:
        return NOTHING
    here = timezone.localtime(instant) if timezone.is_aware(instant) else instant
    return f"{words.date_words(here.date(), language=language())} {here:%H.%M}"


@register.filter
def bulan(month: Month | dt.date | str | None) -> str:
    """``Juli 2021`` or ``July 2021``, of a month, a date in it, or ``2021-07``; none is ``–``."""
    if not month:
        return NOTHING
    if isinstance(month, str):
        month = Month.parse(month)
    elif isinstance(month, dt.date):
        month = Month.of(day_here(month))
    return words.month_words(month, language=language())


@register.filter
def nik_masked(nik: str | None) -> str:
    """``6171********0001``; none is ``–``."""
    return words.masked_nik(nik)


@register.filter
def said(sentence: object) -> str:
    """A sentence of a refusal in the language of the page."""
    return in_page_language(sentence)


@register.filter
def rt(number: int | str | None) -> str:
    """RT or RW in three digits: ``7`` → ``007``; none is ``–``."""
    return NOTHING if number is None or number == "" else str(number).strip().zfill(3)


def _part(name: str) -> str:
    return f"pages/parts/{name}.html"


@register.inclusion_tag(_part("figure"))
def figure_card(figure: Figure) -> dict[str, Any]:
    """A number card; put several into ``<div class="cards">``."""
    return {"figure": figure}


@register.inclusion_tag(_part("badge"))
def badge(word: Text | Badge, tone: Tone = "neutral") -> dict[str, Any]:
    """A state: shape and word."""
    return {"badge": word if isinstance(word, Badge) else Badge(word, tone)}


@register.inclusion_tag(_part("table"))
def data_table(table: ShownTable) -> dict[str, Any]:
    """A table with its count, sorting heads, sum line, pager and download."""
    return {"table": table}


@register.inclusion_tag(_part("tabs"))
def tabs(links: Sequence[Link], label: Text) -> dict[str, Any]:
    """Queues or views beside each other, with what waits in each; ``label`` names them for a screen reader."""
    return {"links": links, "label": label}


@register.inclusion_tag(_part("filters"), takes_context=True)
def filters(context: Context, form: BaseForm) -> dict[str, Any]:
    """The fields of a form as a row of filters, sent by GET; what the form does not know of (the sorting) is kept."""
    request: HttpRequest | None = context.get("request")
    given = request.GET if request else QueryDict()
    names = {form.add_prefix(name) for name in form.fields} | {"page", "format"}
    kept = [(name, value) for name in given for value in given.getlist(name) if name not in names]
    return {"form": form, "kept": kept, "path": request.path if request else ""}


@register.inclusion_tag(_part("error_summary"))
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong, at the top of the page, each line a link to its field. Nothing if nothing is."""
    wrong = [(_target(form[name]), f"{form[name].label}: {error}") for name in form.fields for error in form.errors.get(name, ())]
    whole_form = [("", error) for error in form.non_field_errors()] if form.is_bound else []
    return {"errors": whole_form + (wrong if form.is_bound else [])}


@register.inclusion_tag(_part("field"))
def form_field(field: BoundField, label_class: str = "") -> dict[str, Any]:
    """One field of a form with label, hint and error tied to it."""
    error = " ".join(str(each) for each in field.errors)
    described = [f"{field.auto_id}-{what}" for what, there in (("hint", field.help_text), ("error", error)) if there]
    attributes: dict[str, Any] = {"class": _css_class(field, bool(error))}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if error:
        attributes["aria-invalid"] = "true"
    widget = field.field.widget
    many = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    return {
        "field": field,
        "control": "" if many else field.as_widget(attrs=attributes),
        "choices": [(choice.data["value"], choice) for choice in field.subwidgets] if many else (),
        "kind": "checkboxes" if isinstance(widget, CheckboxSelectMultiple) else "radios",
        "single": isinstance(widget, CheckboxInput),
        "error": error,
        "described": " ".join(described),
        "label_class": label_class,
    }


@register.inclusion_tag(_part("fields"))
def form_fields(form: BaseForm) -> dict[str, Any]:
    """All visible fields of a form, then its hidden ones."""
    return {"form": form}


def _target(field: BoundField) -> str:
    """The id of a field's control; of a group its first one."""
    return field.id_for_label or f"{field.auto_id}_0"


def _css_class(field: BoundField, wrong: bool) -> str:
    widget = field.field.widget
    given = widget.attrs.get("class", "")
    kinds: tuple[tuple[type, str], ...] = (
        (Textarea, "govuk-textarea"),
        (FileInput, "govuk-file-upload"),
        (CheckboxInput, "govuk-checkboxes__input"),
        (Select, "govuk-select"),
    )
    base = next((name for kind, name in kinds if isinstance(widget, kind)), "govuk-input")
    return " ".join(each for each in (base, f"{base}--error" if wrong else "", given) if each)


@register.inclusion_tag(_part("summary_list"))
def summary_list(facts: Sequence[Fact]) -> dict[str, Any]:
    """Label and value, line by line."""
    return {"facts": facts}


@register.inclusion_tag(_part("timeline"))
def timeline(events: Sequence[Event]) -> dict[str, Any]:
    """A story by year, newest first as given, each event with what it rests on."""
    return {"events": events}


@register.inclusion_tag(_part("comparison"))
def comparison(rows: Sequence[Compared], left: Text, right: Text, caption: Text, weighed: bool = True) -> dict[str, Any]:
    """Two records side by side, field by field."""
    return {"rows": rows, "left": left, "right": right, "caption": caption, "weighed": weighed}


@register.inclusion_tag(_part("checklist"))
def checklist(items: Sequence[Requirement]) -> dict[str, Any]:
    """What is required, what is there, who owes the rest and until when."""
    return {"items": items}


@register.inclusion_tag(_part("progress"))
def progress(work: Progress) -> dict[str, Any]:
    """Long work: its bar asks again by itself until ``poll_url`` is empty."""
    return {"work": work}


@register.inclusion_tag(_part("confirm"))
def confirm_panel(confirmation: Confirmation) -> dict[str, Any]:
    """Count, sum, sample, reason, and the two buttons; posts ``reason``, ``confirmed`` and the hidden pairs."""
    return {"confirmation": confirmation}


@register.inclusion_tag(_part("alarms"))
def alarm_list(alarms: Sequence[Alarm]) -> dict[str, Any]:
    """What ends or falls due, with its date, in the order given."""
    return {"alarms": alarms}


@register.inclusion_tag(_part("chart"))
def chart(shown: Chart) -> dict[str, Any]:
    """A chart and, below it, the same numbers as a table."""
    return {"chart": shown}


@register.inclusion_tag(_part("meter"))
def meter(share: float, label: Text, threshold: float | None = None) -> dict[str, Any]:
    """A bar for a share of one, with a mark for a threshold; the words for it stand beside it."""
    return {
        "label": label,
        "width": _units(share),
        "mark": None if threshold is None else _units(threshold),
        "reached": threshold is None or share >= threshold,
    }


def _units(share: float) -> int:
    """A share in thousandths, kept on the bar."""
    return max(0, min(1000, round(share * 1000)))


@register.inclusion_tag(_part("area_map"))
def area_map(shown: AreaMap) -> dict[str, Any]:
    """A map by area (drawn, or as tiles) with its legend and the same values as a table."""
    return {"map": shown}


@register.inclusion_tag(_part("empty"))
def empty_state(title: Text, text: Text = "", url: str = "", link: Text = "") -> dict[str, Any]:
    """What stands where there is nothing yet, and what to do about it."""
    return {"title": title, "text": text, "url": url, "link": link}


@register.inclusion_tag(_part("refusal"))
def refusal(said: Refusal) -> dict[str, Any]:
    """A refusal: what, why, how to mend it."""
    return {"refusal": said}


@register.simple_block_tag
def notice(content: str, title: Text = "", tone: Tone = "warning") -> str:
    """``{% notice "Data lama" "warning" %} … {% endnotice %}``: a box that asks for attention."""
    return render_to_string(_part("notice"), {"content": content, "title": title, "badge": Badge("", tone)})


@register.inclusion_tag(_part("htmx"))
def htmx_script() -> dict[str, Any]:
    """The htmx script, for ``{% block scripts %}`` of a page that uses hx- attributes."""
    return {}
