"""Where a desk begins: its queue."""
