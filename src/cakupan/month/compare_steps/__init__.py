"""The steps that compare two editions."""
