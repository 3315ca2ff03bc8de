"""The steps that settle: due, paid, unpaid, corrected."""
