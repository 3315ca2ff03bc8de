"""What must hold of what self-payers get and owe: each SELECT counts violations."""
