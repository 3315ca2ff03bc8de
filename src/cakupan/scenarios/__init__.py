"""The published cases, and the generator of people who do not exist: families, names, and the errors that offices make."""
