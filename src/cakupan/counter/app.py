"""The counter as an ASGI application: an address to its handler, a refusal to its problem, nothing of anybody in a log line."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import orjson

from cakupan.counter.problems import Problem, problem_of
from cakupan.counter.request import PROBLEM_JSON, Receive, Request, Response, Send
from cakupan.counter.rest import Rest
from cakupan.law.refusal import Refusal

logger = logging.getLogger(__name__)
Handler = Callable[[Request], Awaitable[Response]]
# A further dialect: its answer to a request, or None for an address that is none of its own.
Dialect = Callable[[Request], Awaitable[Response | None]]
BODY_IDLE_SECONDS = 10.0


def routes(rest: Rest) -> Mapping[str, Mapping[str, Handler]]:
    """Every address of the REST dialect, with a handler for each method."""
    return {
        "/api/v1/eligibility": {"GET": rest.eligibility_by_address, "POST": rest.eligibility_by_body},
        "/api/v1/eligibility/bulk": {"POST": rest.eligibility_of_list},
        "/api/v1/changes": {"GET": rest.changes_since},
        "/api/v1/token": {"POST": rest.token},
        "/api/v1/openapi.json": {"GET": rest.openapi},
        "/api/v1/": {"GET": rest.page},
        "/health": {"GET": rest.health},
    }


@dataclass
class App:
    """``begin`` and ``end`` are called once, when the worker starts and when it is asked to stop."""

    rest: Rest
    dialects: Sequence[Dialect] = ()
    begin: Callable[[], None] = lambda: None
    end: Callable[[], None] = lambda: None
    idle_seconds: float = BODY_IDLE_SECONDS
    _routes: Mapping[str, Mapping[str, Handler]] = field(init=False)

    def __post_init__(self) -> None:
        self._routes = routes(self.rest)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            request = Request.of(scope, receive, idle_seconds=self.idle_seconds)
            response = await self._answer(request)
            await response.send(send)
            if request.unheard:
                await request.drain()

    async def _answer(self, request: Request) -> Response:
        """What goes back. Also to whoever hung up: without an answer the server would make one up, as a fault of its own."""
        with _Fault():
            try:
                return await self._handle(request)
            except Problem as problem:
                return told(problem)
            except Refusal as refusal:
                return told(problem_of(refusal))
        return told(Problem("fault"))

    async def _handle(self, request: Request) -> Response:
        methods = self._routes.get(request.path)
        if methods is not None:
            handler = methods.get(request.method)
            if handler is None:
                return _other_method(methods)
            return await handler(request)
        for dialect in self.dialects:
            response = await dialect(request)
            if response is not None:
                return response
        raise Problem("no_path")

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.begin()
                await send({"type": "lifespan.startup.complete"})
            else:
                self.end()
                await send({"type": "lifespan.shutdown.complete"})
                return


def told(problem: Problem) -> Response:
    """A problem as a response."""
    return Response(problem.status, orjson.dumps(problem.as_dict()), PROBLEM_JSON, problem.headers)


def _other_method(methods: Mapping[str, Handler]) -> Response:
    allowed = ", ".join(sorted(methods))
    response = told(Problem("no_method", allowed=allowed))
    return Response(response.status, response.body, response.content_type, ((b"allow", allowed.encode()),))


class _Fault:
    """The outermost door: a defect of ours is told by its kind and place only. Its message could hold a person's number."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        if kind is None or not isinstance(error, Exception):
            return False
        place = traceback.extract_tb(trace)[-1]
        logger.error("a fault of the counter: %s at %s:%s", kind.__name__, place.filename.rpartition("cakupan")[2], place.lineno)
        return True
