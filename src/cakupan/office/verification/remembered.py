"""Counts over all mismatches of an area, reckoned once for as long as neither position nor cases change.

A region of 600,000 has more than a hundred thousand of them, and every page of the queue and every desk's first page counts them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from cakupan.office.positions.models import Position
from cakupan.office.verification.models import CaseHistory

Counted = TypeVar("Counted")
SECONDS = 24 * 60 * 60


def remembered(what: str, rows: QuerySet[Any], count: Callable[[], Counted]) -> Counted:
    """What ``count`` says of these rows; asked again only once a position was loaded or a case moved since.

    The rows are known by their query, which names area, filter and villages. The stamp is what row-level security lets this
    officer see of positions and moves: another scope has another.
    """
    stamp = (
        Position.objects.order_by("-pk").values_list("pk", "loaded_at").first(),
        CaseHistory.objects.order_by("-pk").values_list("pk", flat=True).first(),
    )
    try:
        query, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return count()  # nothing can match: nothing is asked
    key = hashlib.sha256(repr((what, stamp, query, parameters)).encode()).hexdigest()
    found: Counted | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, SECONDS)
    return found
