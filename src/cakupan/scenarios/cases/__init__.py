"""The published cases, one YAML file each: what a source printed, what follows from it, and what was chosen to play it."""
