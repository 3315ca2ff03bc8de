"""Search a person, and the person's whole story."""
