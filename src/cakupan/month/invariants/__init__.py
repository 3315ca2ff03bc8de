"""What holds for every edition, one SELECT a file: its single number counts the violations."""
