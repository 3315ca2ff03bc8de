"""The steps of coverage, in order: one SELECT each."""
