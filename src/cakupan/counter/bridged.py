"""A request in a bridging dialect: whose it is, what it asks, and the body that answers it. Pure but for the consumers' file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cakupan.answer.eligibility import Answer
from cakupan.answer.record import PersonRecord
from cakupan.answer.words import masked_nik
from cakupan.counter import pcare, vclaim
from cakupan.counter.bridging import (
    BAD_SIGNATURE,
    BAD_USER_KEY,
    EXPIRED,
    NO_DATA,
    NO_USER_KEY,
    OK,
    UNREGISTERED,
    WINDOW_SECONDS,
    Signed,
    Told,
    envelope,
    other_time,
)
from cakupan.counter.participant import Participant, Question, participant
from cakupan.record.credentials import Consumer, Consumers

USER_KEY, LOGIN = "user_key", "x-authorization"
PCARE_NO_DATA = 204
NUMBER = re.compile(r"[0-9]{13,}")


@dataclass(frozen=True)
class Dialect:
    """One of the two: ``question_of`` reads its paths, ``payload`` tells a participant.

    ``no_data`` is its code for a question without a participant. PCare's 201 is a success (something was created): its software
    shows "not found" at 204, and looks for what was created at 201.
    """

    name: str
    question_of: Callable[..., Question | Told | None]
    payload: Callable[..., dict[str, Any]]
    no_data: int
    code_as_text: bool
    has_login: bool


VCLAIM = Dialect("vclaim", vclaim.question_of, vclaim.payload, NO_DATA, code_as_text=True, has_login=False)
PCARE = Dialect("pcare", pcare.question_of, pcare.payload, PCARE_NO_DATA, code_as_text=False, has_login=True)


@dataclass(frozen=True)
class Admitted:
    """A consumer that proved itself. ``user`` is who asked there, where the dialect tells it."""

    consumer: Consumer
    signed: Signed
    secret: str
    user: str | None = None


def dialect_of(path: str, *, today: dt.date) -> tuple[Dialect, Question | Told] | None:
    """Which dialect a decoded path is in, with what it asks; None for a path of neither."""
    for dialect in (VCLAIM, PCARE):
        asked = dialect.question_of(path, today=today)
        if asked is not None:
            return dialect, asked
    return None


class NotAdmitted(Exception):
    """A request that does not prove whose it is, with what the protocol says of that."""

    def __init__(self, told: Told) -> None:
        super().__init__(told.message)
        self.told = told


def admitted(
    headers: Mapping[str, str], dialect: Dialect, consumers: Consumers, *, at: dt.datetime, window_seconds: int = WINDOW_SECONDS
) -> Admitted:
    """Who asks, by headers with lower-case names. Raises :class:`NotAdmitted`. No nonce: clients sign alike twice in a second.

    First the signature, then the clock, then what else the consumer holds: who does not know the secret learns no more.
    """
    signed = Signed.of(headers)
    if signed is None:
        raise NotAdmitted(BAD_SIGNATURE)
    consumer, secret = _signer(signed, consumers, at)
    if not signed.timely(now=at.timestamp(), window_seconds=window_seconds):
        raise NotAdmitted(other_time(window_seconds))
    if USER_KEY not in headers:
        raise NotAdmitted(NO_USER_KEY)
    if not consumers.has_user_key(consumer, headers[USER_KEY], at=at):
        raise NotAdmitted(BAD_USER_KEY)
    user = _user(headers.get(LOGIN, ""), consumer, consumers, at) if dialect.has_login else None
    return Admitted(consumer, signed, secret, user)


def _signer(signed: Signed, consumers: Consumers, at: dt.datetime) -> tuple[Consumer, str]:
    """The consumer, and with which of its secrets it signed. Nobody's signature is looked at too: it takes as long."""
    consumer = consumers.get(signed.consumer_id)
    secret = signed.made_with(consumers.secrets_of(consumer, at=at) if consumer is not None else ())
    if consumer is None:
        raise NotAdmitted(UNREGISTERED)
    if secret is None:
        raise NotAdmitted(EXPIRED if consumer.revoked_at is not None else BAD_SIGNATURE)
    return consumer, secret


def _user(header: str, consumer: Consumer, consumers: Consumers, at: dt.datetime) -> str:
    """Who logs in, by the clinic's own name for them; by NIK only masked, since it goes into the access log."""
    login = pcare.login(header)
    if login is None or not consumers.has_pcare_password(consumer, login[1], at=at):
        raise NotAdmitted(pcare.BAD_LOGIN)
    return NUMBER.sub(lambda number: masked_nik(number[0]), login[0])


def told(dialect: Dialect, asked: Question, answer: Answer, people: Sequence[PersonRecord], *, profile: str) -> Told:
    """What the dialect says of an answer."""
    one = participant(asked, answer, people)
    return Told(OK, "OK", dialect.payload(one, profile=profile)) if isinstance(one, Participant) else one


def body(dialect: Dialect, said: Told, by: Admitted | None) -> bytes:
    """The body; what is told of a person is sealed for who asked, so nobody else is told anything of one."""
    assert said.payload is None or by is not None, "a payload is for somebody"
    response = by.signed.sealed(said.payload, secret=by.secret) if by is not None and said.payload is not None else None
    code = dialect.no_data if said.code == NO_DATA else said.code
    return envelope(replace(said, code=code), response, code_as_text=dialect.code_as_text)
