"""Published positions of months, as loaded from editions: people, cover, bill, mismatches."""
