"""Named rounding rules. Fractions in, whole rupiah out; nothing is ever lost between the parts and the whole."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

WHOLE_RUPIAH = "rounded to the nearest whole rupiah, half a rupiah up"
LARGEST_REMAINDER = "parts rounded down, the rupiah left over to the largest remainders, so that they make the total"


def half_up(amount: Fraction) -> int:
    """The nearest whole number; a half goes up. For amounts of 0 or more."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def apportion(*, total: int, weights: Sequence[Fraction]) -> tuple[int, ...]:
    """``total`` split in proportion to ``weights`` by largest remainder; equal remainders favour the earlier part.

    The parts always sum to ``total``. The weights must not all be 0.
    """
    whole = sum(weights)
    assert whole > 0, "weights that are all 0 cannot bear anything"
    exact = [total * Fraction(weight) / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return tuple(parts)


def per_cent_of(part: int, whole: int) -> Fraction:
    """``part`` in ``whole`` as per cent with two decimals, half up: for showing. Criteria are decided on the exact numbers."""
    return Fraction(half_up(Fraction(part * 10000, whole)), 100)
