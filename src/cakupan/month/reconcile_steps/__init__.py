"""The steps of reconciliation with the branch, in order: one SELECT each."""
