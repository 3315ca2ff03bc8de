"""Static files under names that carry their hash, so that a browser may keep them for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed and compressed; without a collected manifest (tests, a fresh clone) the plain names serve."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The name that the manifest gives; a file that was not collected keeps its own."""
        found: str | None = self.hashed_files.get(self.hash_key(self.clean_name(name)))
        return found or name
