"""Run named SQL steps on DuckDB or Spark; the only rooms that know an engine."""
