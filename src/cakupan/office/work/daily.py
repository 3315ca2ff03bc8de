"""What the worker does by itself, once a day: each app's ``daily`` (a function without arguments, named in its config).

It is asked every hour, and whoever is asked knows whether the day's work is done: an office that is off at night does it in
the morning, and what failed is tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.apps import apps
from django.db import connections
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app as queue

from cakupan.law.refusal import Busy

EVERY_HOUR = "7 * * * *"
log = logging.getLogger(__name__)


@queue.task(name="cakupan.daily", lock="daily", retry=False, pass_context=False)
def do_daily(timestamp: int) -> None:  # noqa: ARG001 - the queue tells when it was due
    """What the worker runs."""
    try:
        for config in apps.get_app_configs():
            told = getattr(config, "daily", None)
            if told is not None:
                _do(import_string(told))
    finally:
        connections.close_all()


def _do(daily: Callable[[], None]) -> None:
    try:
        daily()
    except Busy:
        log.info("%s is being done by somebody else", daily.__module__)


def schedule() -> None:
    """Let the worker of this process be asked every hour. Called once, as it starts."""
    queue.periodic(cron=EVERY_HOUR)(do_daily)
