"""What must hold of a proposal: each SELECT counts violations."""
