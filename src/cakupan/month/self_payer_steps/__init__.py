"""The steps of what self-payers get and owe, in order: one SELECT each."""
