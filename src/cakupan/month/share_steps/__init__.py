"""The steps that split a line's contribution between payers."""
