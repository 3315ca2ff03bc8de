"""What must hold of coverage: each SELECT counts violations."""
