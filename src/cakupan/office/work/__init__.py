"""Long work in the background: what runs, how far it is, and how to stop it."""
