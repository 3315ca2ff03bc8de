"""Papers beside the agreement: local guarantees, meetings of the forum with their promises, and the ways to register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from cakupan.answer import words
from cakupan.report.edition import Edition
from cakupan.report.page.bill import last_day
from cakupan.report.page.blocks import Block, Heading, Note, Notes, Prose, Section, section
from cakupan.report.page.coverage import name_of
from cakupan.report.page.tables import Cell, Mark, Table, count, dash, heads, illustrative_mark, joined, text
from cakupan.report.texts import Words, say, say_code, written

Terms = Mapping[str, Any]


def guarantee_section(edition: Edition) -> Section | None:
    """Local guarantees: what each rests on, or says to rest on; None if nobody named one."""
    found = edition.documents.get("guarantees") or ()
    if not found:
        return None
    blocks: list[Block] = [Prose(say("guarantee.lead"))]
    for guarantee in found:
        blocks += _guarantee(guarantee, edition.position.date)
    return section("guarantees", *blocks)


def _guarantee(guarantee: Terms, on: dt.date) -> Iterator[Block]:
    yield Heading(say("guarantee.named", number=guarantee["number"], title=guarantee.get("title") or ""))
    if lacks := missing(guarantee, on):
        yield Prose(say("guarantee.missing", lacks=joined(lacks)), "flag")
    rows = tuple(
        (text(say(f"guarantee.{name}")), text(value, mark=illustrative_mark(guarantee, name))) for name, value in _rows(guarantee)
    )
    yield Table(say("guarantee.caption", number=guarantee["number"]), heads("term", "content"), rows)
    if notes := tuple(_statement(each) for each in guarantee.get("statements") or ()):
        yield Notes(say("guarantee.statements"), notes)


def missing(guarantee: Terms, on: dt.date) -> list[Words]:
    """What keeps a guarantee from being cover on a day, each thing by its name."""
    instrument, period = guarantee.get("instrument"), guarantee.get("period") or {}
    lacks = []
    if not instrument:
        lacks.append(say("guarantee.no_instrument"))
    elif instrument["date"] > on:
        lacks.append(say("guarantee.later_instrument", date=instrument["date"]))
    if not period.get("from") or not (period["from"] <= on and (period.get("to") is None or on < period["to"])):
        lacks.append(say("guarantee.no_period", date=on))
    if not guarantee.get("facilities"):
        lacks.append(say("guarantee.no_facility"))
    if not guarantee.get("account"):
        lacks.append(say("guarantee.no_account"))
    return lacks


def _rows(guarantee: Terms) -> Iterator[tuple[str, Words]]:
    instrument, scope = guarantee.get("instrument"), guarantee.get("scope") or {}
    yield "instrument", _instrument(instrument)
    yield "scope", joined([say_code("guarantee_scope", str(scope.get("who") or "")), *_plain(scope.get("text"))])
    if services := scope.get("services"):
        yield "services", written(", ".join(map(str, services)))
    names = [str(each.get("name") or each["code"]) for each in guarantee.get("facilities") or ()]
    yield "facilities", written("; ".join(names) or "–")
    yield "period", _period(guarantee.get("period"))
    yield "account", written(guarantee["account"]) if guarantee.get("account") else say("guarantee.no_account")


def _instrument(instrument: Terms | None) -> Words:
    if not instrument:
        return say("guarantee.no_instrument")
    told = written(" ".join(str(instrument[name]) for name in ("title", "number") if instrument.get(name)))
    return joined([told, written(instrument["date"])], ", ")


def _plain(value: Any) -> list[Words]:
    return [written(value)] if value else []


def _period(period: Terms | None) -> Words:
    if not period:
        return written("–")
    if not period.get("to"):
        return say("agreement.facility_from", **{"from": period["from"]})
    return say("agreement.facility_until", **{"from": period["from"]}, to=last_day(period["to"]))


def _statement(each: Terms) -> Note:
    told = joined([written(each["by"]), *_plain(each.get("through"))], ", ")
    mark = Mark(say("guarantee.no_force"), "warn")
    return Note(written(each["on"]), told, (written(f"“{each['says']}”"),), mark)


def forum_section(edition: Edition) -> Section | None:
    """Meetings: what was raised and why, and who promised what by when; None if there was none."""
    found = edition.documents.get("forum") or ()
    if not found:
        return None
    blocks = [block for forum in found for block in _forum(forum, edition.position.date)]
    return section("forum", *blocks)


def _forum(forum: Terms, on: dt.date) -> Iterator[Block]:
    place = forum.get("place") or "–"
    yield Heading(written(forum.get("title") or forum["number"]))
    yield Prose(say("forum.lead", date=forum["on"], place=place, led_by=forum.get("led_by") or "–"))
    if earlier := forum.get("earlier"):
        yield Prose(say("forum.earlier", dates=joined((written(date) for date in earlier), ", ")), "quiet")
    if raised := forum.get("raised"):
        asked = heads("raised_by", "matter", "aid_reason", "suggestion")
        mark = illustrative_mark(forum, "raised")
        rows = tuple(_raised(each, mark) for each in raised)
        yield Table(say("forum.raised"), asked, rows)
    if actions := forum.get("actions"):
        mark = illustrative_mark(forum, "actions")
        rows = tuple(_action(each, on, mark) for each in actions)
        yield Table(say("forum.actions"), heads("action_agreed", "owner", "due", "done", "figures"), rows)


def _raised(each: Terms, mark: Mark | None) -> tuple[Cell, ...]:
    return (text(each["by"], mark=mark), text(each["what"]), text(each.get("reason")), text(each.get("suggestion")))


def _action(each: Terms, on: dt.date, mark: Mark | None) -> tuple[Cell, ...]:
    owner = say_code("office", str(each["owner"]))
    return (text(each["what"], mark=mark), text(owner), text(each.get("due")), _standing(each, on), text(_figures(each)))


def _standing(each: Terms, on: dt.date) -> Cell:
    done, due = each.get("done_on"), each.get("due")
    if done:
        return text(say("agreement.done_on", date=done))
    if due and due < on:
        return text(Words("", ""), mark=Mark(say("forum.overdue", days=words.whole((on - due).days)), "warn"))
    return text(say("forum.open"))


def _figures(each: Terms) -> str | None:
    """The figures as they stood on the day of the meeting."""
    found = each.get("figures") or {}
    return "; ".join(f"{say_code('quoted_what', str(name))}: {_number(value)}" for name, value in found.items()) or None


def _number(value: Any) -> str:
    return words.whole(value) if isinstance(value, int) and not isinstance(value, bool) else str(value).replace(".", ",")


def channel_section(edition: Edition) -> Section | None:
    """The ways to register, with use, delay and distance; None if nobody listed them."""
    found = edition.documents.get("channels") or ()
    if not found:
        return None
    tables = [_channel_table(document) for document in found]
    return section("channels", Prose(say("channel.lead")), *tables)


def _channel_table(document: Terms) -> Table:
    mark = illustrative_mark(document, "channels")
    rows = tuple(_channel(each, mark) for each in document.get("channels") or ())
    asked = heads("channel", "channel_kind", "since", "registrations", "delay_days", "reach")
    return Table(say("channel.caption", date=document["as_of"]), asked, rows)


def _channel(each: Terms, mark: Mark | None) -> tuple[Cell, ...]:
    used, delay = each.get("registrations"), each.get("delay_days")
    reach = joined((_reach(one) for one in each.get("reach") or ()), ", ")
    return (
        text(each["name"], mark=mark),
        text(say_code("channel_kind", str(each["kind"]))),
        text(each.get("since")),
        dash() if used is None else count(int(used)),
        dash() if delay is None else Cell(written(str(delay).replace(".", ",")), form="number"),
        text(reach),
    )


def _reach(one: Terms) -> Words:
    return written(f"{name_of(str(one['area']))} {str(one['km']).replace('.', ',')} km")
