"""The steps that say what a settled month means for cover."""
