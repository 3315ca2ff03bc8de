"""What offices deliver: upload, dry run, faults back, undo."""
