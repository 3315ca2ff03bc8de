-- What DuckDB and Spark spell differently, under one name. prelude_spark.sql defines the same names.
CREATE MACRO idiv(a, b) AS a // b;
CREATE MACRO month_add(d, n) AS CAST(d + to_months(CAST(n AS INTEGER)) AS DATE);
CREATE MACRO matches(s, pattern) AS regexp_matches(s, pattern);
CREATE MACRO replace_all(s, pattern, replacement) AS regexp_replace(s, pattern, replacement, 'g');
CREATE MACRO first_word(s) AS split_part(s, ' ', 1);
CREATE MACRO last_word(s) AS split_part(s, ' ', -1);
CREATE MACRO sorted_words(s) AS array_to_string(list_sort(string_split(s, ' ')), ' ');
CREATE MACRO sorted_letters(s) AS array_to_string(list_sort(string_split(s, '')), '');
CREATE MACRO key_hash(a, b, c) AS CAST(hash(a, b, c) >> 1 AS BIGINT);
CREATE MACRO whole_number(s) AS TRY_CAST(s AS BIGINT);
CREATE MACRO days_between(a, b) AS b - a;
CREATE MACRO random_share(a, b, seed) AS (hash(a, b, seed) % 1000003) / 1000003.0;
CREATE MACRO try_date(y, m, d) AS TRY_CAST(lpad(CAST(y AS VARCHAR), 4, '0') || '-' || lpad(CAST(m AS VARCHAR), 2, '0') || '-' || lpad(CAST(d AS VARCHAR), 2, '0') AS DATE);
