"""Who reads and who writes the bill."""

from __future__ import annotations

READERS = ("dinkes", "bpjs", "provinsi", "pimpinan", "dprd", "auditor")
# Lists by name, besides: leaders and the council see sums.
NAMES = ("dinkes", "bpjs", "provinsi", "auditor")
