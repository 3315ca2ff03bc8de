"""The worker: takes up what an earlier one left, then does what is asked. ``python -m cakupan.office.work.worker``."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run until SIGTERM; what is being done then is finished first, or begun anew by the next worker."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cakupan.office.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from cakupan.office.work.running import take_up_again

    take_up_again()
    call_command("procrastinate", "worker", "--concurrency", "2", "--shutdown-graceful-timeout", "10")
    return 0


if __name__ == "__main__":
    sys.exit(main())
