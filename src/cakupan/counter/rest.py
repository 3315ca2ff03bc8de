"""The REST dialect: eligibility of one person or of a list, what has changed since, and tokens. The answer as it is, in JSON."""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

import orjson

from cakupan.counter.answering import EDITION_SHOWN, Counter, Question
from cakupan.counter.changes import Changes
from cakupan.counter.problems import Problem, problem_of
from cakupan.counter.request import HTML, Request, Response
from cakupan.counter.shelf import Asked
from cakupan.counter.tokens import TOKEN_SECONDS, consumer_id_of, holds, made_token
from cakupan.law.refusal import Refusal
from cakupan.record.credentials import Consumer

DIALECT = "rest"
LIST_MAX = 10_000
BODY_BYTES_MAX, LIST_BYTES_MAX = 8 * 2**10, 2 * 2**20
NUMBERS = {"nik": re.compile(r"[0-9]{16}"), "card": re.compile(r"[0-9]{13}")}
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FACILITY = re.compile(r"[0-9A-Za-z.-]{1,20}")
PLAIN_QUERY = re.compile(r"[a-z]+=[0-9A-Za-z.-]*(?:&[a-z]+=[0-9A-Za-z.-]*)*")
CURSOR = re.compile(r"[0-9]{1,15}")
COMMON = ("on", "facility")
ONE, LIST = ("nik", "card", *COMMON), (*COMMON, "questions")


@dataclass
class Rest:
    """The handlers, each for one address and method."""

    counter: Counter
    changes: Changes

    async def eligibility_by_address(self, request: Request) -> Response:
        """``GET /api/v1/eligibility``."""
        consumer = self._consumer(request)
        return await self._one(consumer, _question(_query(request.query, ONE)))

    async def eligibility_by_body(self, request: Request) -> Response:
        """``POST /api/v1/eligibility``: the same, with the number where no proxy writes it down."""
        consumer = self._consumer(request)
        return await self._one(consumer, _question(_object(await request.body(limit=BODY_BYTES_MAX), ONE)))

    async def eligibility_of_list(self, request: Request) -> Response:
        """``POST /api/v1/eligibility/bulk``: each with its own answer or problem, in the order asked."""
        consumer = self._consumer(request)
        told = _object(await request.body(limit=LIST_BYTES_MAX), LIST)
        asked = told.get("questions")
        if not isinstance(asked, list) or not 1 <= len(asked) <= LIST_MAX:
            raise Problem("questions_form", most=LIST_MAX)
        self.counter.admit(consumer, questions=len(asked))
        common = {name: told[name] for name in COMMON if name in told}
        _day_and_facility(common)
        read = [_read(each, common) for each in asked]
        questions = [each for each in read if isinstance(each, Question)]
        answers = iter(await self.counter.answer_list(questions, consumer=consumer, dialect=DIALECT, tell=_told))
        parts = [next(answers) if isinstance(each, Question) else _told_problem(each) for each in read]
        return Response(200, b'{"answers":[' + b",".join(parts) + b"]}")

    async def changes_since(self, request: Request) -> Response:
        """``GET /api/v1/changes``."""
        consumer = self._consumer(request)
        self.counter.admit(consumer)
        since = _query(request.query, ("since",)).get("since", "0")
        if not CURSOR.fullmatch(since):
            raise Problem("since_form")
        return Response(200, orjson.dumps(self.changes.since(int(since), areas=consumer.areas)))

    async def token(self, request: Request) -> Response:
        """``POST /api/v1/token``: an API key against a token for a quarter of an hour."""
        form = _form(await request.body(limit=BODY_BYTES_MAX))
        if form.get("grant_type") != "client_credentials":
            raise Problem("grant_type")
        client_id, key = _login(request) or (form.get("client_id", ""), form.get("client_secret", ""))
        at = self.counter.clock()
        consumer = self.counter.consumers.by_api_key(key, at=at)
        credential = self.counter.consumers.credential_of(consumer, key, at=at) if consumer is not None else None
        if consumer is None or credential is None or consumer.id != client_id:
            raise Problem("unauthorised")
        self.counter.admit(consumer)
        token = made_token(consumer, credential, key=self.counter.keys.tokens, at=at)
        return Response(200, orjson.dumps({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}))

    async def openapi(self, _: Request) -> Response:
        """``GET /api/v1/openapi.json``."""
        return Response(200, self._openapi)

    async def page(self, _: Request) -> Response:
        """``GET /api/v1/``: the same for people."""
        return Response(200, self._page, HTML)

    async def health(self, _: Request) -> Response:
        """``GET /health``: whether questions can be answered; nothing about anybody."""
        if not self.counter.shelf.editions():
            raise Problem("no_position")
        return Response(200, b'{"status":"ok"}')

    async def _one(self, consumer: Consumer, question: Question) -> Response:
        self.counter.admit(consumer)
        asked = await self.counter.answer(question, consumer=consumer, dialect=DIALECT)
        return Response(200, _told(question, asked))

    def _consumer(self, request: Request) -> Consumer:
        """Who asks, by key or token. Raises :class:`Problem` ``unauthorised`` without saying which of the reasons it is."""
        at = self.counter.clock()
        if key := request.headers.get("x-api-key"):
            consumer = self.counter.consumers.by_api_key(key, at=at)
        else:
            kind, _, told = request.headers.get("authorization", "").partition(" ")
            consumer = self._bearer(told.strip(), at) if kind.lower() == "bearer" else None
        if consumer is None:
            raise Problem("unauthorised")
        return consumer

    def _bearer(self, token: str, at: dt.datetime) -> Consumer | None:
        said = consumer_id_of(token, key=self.counter.keys.tokens, at=at)
        consumer = self.counter.consumers.get(said[0]) if said is not None else None
        return consumer if consumer is not None and said is not None and holds(consumer, said[1], at=at) else None

    @cached_property
    def _openapi(self) -> bytes:
        from cakupan.counter.described import openapi

        return orjson.dumps(openapi())

    @cached_property
    def _page(self) -> bytes:
        from cakupan.counter.described import page

        return page().encode()


def _told(question: Question, asked: Asked | Refusal) -> bytes:
    """An answer as REST tells it: the number, the position that it rests on, and what ``cakupan check --json`` prints."""
    if isinstance(asked, Refusal):
        return _told_problem(problem_of(asked))
    position = asked.position
    told = {
        "number": question.number,
        "position": {
            "area": position.area,
            "month": str(position.month),
            "as_of": position.as_of,
            "edition": position.edition[:EDITION_SHOWN],
        },
    }
    return orjson.dumps({**told, **asked.answer.told()})


def _told_problem(problem: Problem) -> bytes:
    return orjson.dumps({"problem": problem.as_dict()})


def _read(told: object, common: Mapping[str, Any]) -> Question | Problem:
    """One question of a list, or why it is none."""
    try:
        if not isinstance(told, dict):
            raise Problem("one_number")
        return _question({**common, **_known(told, ONE)})
    except Problem as problem:
        return problem


def _question(told: Mapping[str, Any]) -> Question:
    numbers = [(kind, told[kind]) for kind in NUMBERS if kind in told]
    if len(numbers) != 1:
        raise Problem("one_number")
    kind, number = numbers[0]
    if not isinstance(number, str) or not number.isascii() or not NUMBERS[kind].fullmatch(number):
        raise Problem("number_form")
    return Question(number, kind, *_day_and_facility(told))


def _day_and_facility(told: Mapping[str, Any]) -> tuple[dt.date | None, str | None]:
    facility = told.get("facility")
    if "facility" in told and not (isinstance(facility, str) and FACILITY.fullmatch(facility)):
        raise Problem("facility_form")
    return _day(told["on"]) if "on" in told else None, facility


def _day(told: object) -> dt.date:
    if not (isinstance(told, str) and told.isascii() and DAY.fullmatch(told)):
        raise Problem("day_form")
    try:
        return dt.date.fromisoformat(told)
    except ValueError as error:
        raise Problem("day_form") from error


def _query(text: str, known: tuple[str, ...]) -> dict[str, str]:
    pairs = _pairs(text)
    told = dict(pairs)
    if len(told) != len(pairs):
        raise Problem("unknown_field", known=", ".join(known))
    return _known(told, known)


def _pairs(text: str) -> list[tuple[str, str]]:
    """Names and values as they were written: most addresses hold letters and digits only, and need no decoding."""
    if PLAIN_QUERY.fullmatch(text):
        return [(name, value) for name, _, value in (pair.partition("=") for pair in text.split("&"))]
    return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="replace", max_num_fields=None)


def _known(told: dict[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    if not told.keys() <= set(known):
        raise Problem("unknown_field", known=", ".join(known))
    return told


def _object(body: bytes, known: tuple[str, ...]) -> dict[str, Any]:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Problem("body_form") from error
    if not isinstance(told, dict):
        raise Problem("body_form")
    return _known(told, known)


def _form(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20))


def _login(request: Request) -> tuple[str, str] | None:
    """Number and key by HTTP Basic (RFC 6749 2.3.1)."""
    kind, _, told = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        client_id, _, key = base64.b64decode(told.strip(), validate=True).decode().partition(":")
    except ValueError as error:
        raise Problem("unauthorised") from error
    return client_id, key
