"""What the counter is measured against: a bare look-up of the same row by NIK, with Starlette and a pool of psycopg, and no log.

The record is answered as it lies in the table: no reasons, no rules, nobody asked who asks. ``BENCH_PEER`` is the database.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

CONNECTIONS = 8
pool = AsyncConnectionPool(
    os.environ.get("BENCH_PEER", ""), min_size=CONNECTIONS, max_size=CONNECTIONS, open=False,
    kwargs={"autocommit": True, "prepare_threshold": 0},
)  # fmt: skip


async def person(request: Request) -> Response:
    """One row by its key."""
    async with pool.connection() as connection:
        found = await connection.execute("SELECT record FROM person WHERE nik = %s", (int(request.query_params["nik"]),))
        row = await found.fetchone()
    return Response(row[0] if row else "null", media_type="application/json")


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[None]:
    """The pool is open as long as the worker lives."""
    async with pool:
        yield


application = Starlette(routes=[Route("/person", person)], lifespan=lifespan)
