"""Which engine and which store are in use: the one place that knows."""
