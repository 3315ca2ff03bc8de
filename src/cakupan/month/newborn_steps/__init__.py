"""The steps that find newborns without a card and their mothers, in order: one SELECT each."""
