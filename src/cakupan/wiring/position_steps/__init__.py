"""The tables of an edition in the shape that the office's database loads, as SQL steps on DuckDB."""
