"""What must hold of a reconciliation: each SELECT counts violations."""
