"""VClaim and PCare at the counter's door: from a request to a response, with the same question, log and limits as REST."""

from __future__ import annotations

from dataclasses import dataclass

from cakupan.counter import answering
from cakupan.counter.answering import Counter
from cakupan.counter.bridged import LOGIN, PCARE, VCLAIM, Admitted, Dialect, NotAdmitted, admitted, body, dialect_of, told
from cakupan.counter.bridging import NO_MAPPING, NOT_READY, WINDOW_SECONDS, Told, too_fast
from cakupan.counter.participant import Question
from cakupan.counter.problems import Problem
from cakupan.counter.request import Request, Response
from cakupan.law.refusal import Refusal

CONSUMER = "x-cons-id"


@dataclass(frozen=True)
class Bridge:
    """Both dialects under any prefix. ``window_seconds``: how far a consumer's clock may be off, either way."""

    counter: Counter
    window_seconds: int = WINDOW_SECONDS

    async def __call__(self, request: Request) -> Response | None:
        """None for a path that is of neither dialect, unless it comes with a consumer's number: then the protocol says so."""
        anywhere = self.counter.today("")
        read = dialect_of(request.path, today=anywhere) if request.method == "GET" else None
        if read is None:
            return _response(_like(request), NO_MAPPING) if CONSUMER in request.headers else None
        dialect, asked = read
        try:
            by = admitted(
                request.headers, dialect, self.counter.consumers, at=self.counter.clock(), window_seconds=self.window_seconds
            )
            today = self.counter.today_at(by.consumer)
            if today != anywhere:  # in the east it is tomorrow already
                asked = dialect.question_of(request.path, today=today) or asked
            return _response(dialect, await self._told(dialect, asked, by), by)
        except NotAdmitted as refused:
            return _response(dialect, refused.told)
        except Problem as problem:
            return _response(dialect, too_fast(round(problem.retry_seconds or 0) + 1))
        except Refusal:
            # Nothing was published, or the log cannot be written: of nobody in particular, and soon mended.
            return _response(dialect, NOT_READY)

    async def _told(self, dialect: Dialect, asked: Question | Told, by: Admitted) -> Told:
        """What is told once it is on record. A number or day that cannot be asked tells nothing of anybody, so it is on none."""
        self.counter.admit(by.consumer)
        if isinstance(asked, Told):
            return asked
        question = answering.Question(asked.number, asked.kind, asked.on)
        found = await self.counter.answer(question, consumer=by.consumer, dialect=dialect.name, user=by.user)
        return told(dialect, asked, found.answer, found.people, profile=by.consumer.profile)


def _like(request: Request) -> Dialect:
    """Whose software asks at a path of neither dialect: only PCare's logs in."""
    return PCARE if LOGIN in request.headers else VCLAIM


def _response(dialect: Dialect, said: Told, by: Admitted | None = None) -> Response:
    return Response(said.http_status, body(dialect, said, by))
