"""What agreement is worth before a register has said anything: shares of pairs per level, (same person, random pair).

Only where few pairs can be counted do these matter: they enter the count as a few hundred pairs. They come from invented
registers with truth (see ADR 0008), not from any real one.
"""

from __future__ import annotations

LEVEL_PRIOR: dict[str, dict[int, tuple[float, float]]] = {
    "nik": {
        5: (0.86, 1e-7),
        4: (0.05, 2e-6),
        3: (0.03, 1e-5),
        2: (0.01, 4e-6),
        1: (0.001, 1e-6),
        0: (0.049, 0.99998),
    },
    "name": {
        5: (0.72, 3e-4),
        4: (0.12, 4e-4),
        3: (0.08, 2e-3),
        2: (0.06, 2e-2),
        1: (0.005, 2e-2),
        0: (0.015, 0.9573),
    },
    "date": {
        5: (0.90, 5e-5),
        4: (0.02, 5e-5),
        3: (0.04, 3.5e-3),
        2: (0.02, 1e-3),
        1: (0.005, 4e-2),
        0: (0.015, 0.9554),
    },
    "sex": {1: (0.995, 0.5), 0: (0.005, 0.5)},
    "household": {
        7: (0.50, 1e-5),
        6: (0.20, 1e-5),
        5: (0.08, 2e-5),
        4: (0.03, 2e-4),
        3: (0.02, 3e-5),
        2: (0.06, 5e-3),
        1: (0.04, 1e-2),
        0: (0.07, 0.9847),
    },
}
