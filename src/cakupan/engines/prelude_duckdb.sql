-- What DuckDB and Spark spell differently, under one name. prelude_spark.sql defines the same names.
CREATE MACRO idiv(a, b) AS a // b;
CREATE MACRO month_add(d, n) AS CAST(d + to_months(CAST(n AS INTEGER)) AS DATE);
