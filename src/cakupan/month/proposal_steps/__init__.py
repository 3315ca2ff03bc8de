"""The steps of a proposal, in order: one SELECT each."""
