"""Which desks read what of verification."""

from __future__ import annotations

READERS = ("dukcapil", "dinsos", "dinkes", "bpjs", "kelurahan", "provinsi", "auditor")
ACTORS = ("dukcapil", "dinsos", "dinkes", "bpjs")
PAIR_DESKS = ("dukcapil", "dinsos")
# Whose list of decided mismatches each desk takes; the health office and auditors take any.
LIST_OF = {"dukcapil": ("dukcapil",), "dinsos": ("dinsos",), "bpjs": ("branch",)}
EVERY_LIST = ("dukcapil", "dinsos", "branch")
LIST_READERS = ("dukcapil", "dinsos", "bpjs", "dinkes", "auditor")
RE_SURVEY_READERS = ("dinsos", "kelurahan", "dinkes", "auditor")
