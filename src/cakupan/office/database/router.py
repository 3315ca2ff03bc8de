"""Pages read and write by one login; only loading and migrations name another."""

from __future__ import annotations


class OneDatabase:
    """One database behind three logins: nothing is routed, everything may be related; migrations run as the owner."""

    def db_for_read(self, *_: object, **__: object) -> str:
        return "default"

    def db_for_write(self, *_: object, **__: object) -> str:
        return "default"

    def allow_relation(self, *_: object, **__: object) -> bool:
        return True

    def allow_migrate(self, db: str, *_: object, **__: object) -> bool:
        return db == "owner"
