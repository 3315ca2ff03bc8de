"""The month as named SQL steps, run in the order of their file names."""
