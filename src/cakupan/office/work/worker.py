"""The worker: takes up what an earlier one left, then does what is asked, and once a day what is due by itself.

``python -m cakupan.office.work.worker``.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

LOCK = ".worker"
log = logging.getLogger(__name__)


def main() -> int:
    """Run until SIGTERM; what is being done then is finished first, or begun anew by the next worker.

    If the database is gone for longer than a moment, the worker ends; whoever started it starts it again (``cakupan serve``,
    systemd), and it waits for the database before it does anything.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cakupan.office.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from cakupan.office.work.daily import schedule
    from cakupan.office.work.running import take_up_again, wait_for_database

    with _alone():
        wait_for_database()
        take_up_again()
        do_at_start()
        schedule()
        call_command("procrastinate", "worker", "--concurrency", "2", "--shutdown-graceful-timeout", "10")
    return 0


def do_at_start() -> None:
    """What each app does whenever the office starts (its config's ``at_start``). What fails is logged; the worker works on."""
    from django.apps import apps
    from django.db import Error
    from django.utils.module_loading import import_string

    from cakupan.law.refusal import Refusal

    for config in apps.get_app_configs():
        told = getattr(config, "at_start", None)
        if told is not None:
            try:
                import_string(told)()
            except (OSError, Error, Refusal):
                log.exception("what %s does at the start failed", config.label)


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other worker of this workspace lives: two would do the same work twice.

    The lock is the operating system's: it falls with the process that holds it, however that ends.
    """
    from django.conf import settings

    home = settings.ENVIRONMENT.workspace / "office"
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK).open("a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
