"""The answer's dialects for machines, and the book in which the answer looks people up."""
