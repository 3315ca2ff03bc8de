"""Who is who: normalising, linking steps, weights, mismatches."""
