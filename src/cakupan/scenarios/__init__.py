"""The published cases, and the generator of invented people, families and office errors."""
