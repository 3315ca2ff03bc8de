"""Template tags of the log and of what it watches over."""
