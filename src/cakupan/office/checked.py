"""Checks that need no database: Django's own, and that every model has its migration. ``python -m cakupan.office.checked``."""

from __future__ import annotations

import os
import sys
import tempfile
import warnings


def main() -> int:
    """0 if all is well; Django's commands print what is not."""
    with tempfile.TemporaryDirectory() as nowhere:
        os.environ.update(
            {
                "CAKUPAN_HOME": nowhere,
                "CAKUPAN_SECRET_KEY": "checks-sign-nothing-but-the-key-must-be-long-enough-for-django",
                "CAKUPAN_HTTPS": "1",
                "DATABASE_URL": "dbname=none",
                "DATABASE_LOADER_URL": "dbname=none",
                "DATABASE_OWNER_URL": "dbname=none",
                "DJANGO_SETTINGS_MODULE": "cakupan.office.settings",
            }
        )
        import django
        from django.core.management import call_command

        django.setup()
        # Migrations are compared with the models, not with a database.
        warnings.filterwarnings("ignore", message=".*consistent migration history.*")
        call_command("check", deploy=True, fail_level="WARNING")
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
