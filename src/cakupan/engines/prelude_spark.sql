-- What DuckDB and Spark spell differently, under one name. prelude_duckdb.sql defines the same names.
-- One statement per function, each ending in a semicolon at the end of its line. Spark would read an escape in a plain literal: r'…' is raw.
CREATE OR REPLACE TEMPORARY FUNCTION idiv(a BIGINT, b BIGINT) RETURNS BIGINT RETURN a div b;
CREATE OR REPLACE TEMPORARY FUNCTION month_add(d DATE, n INT) RETURNS DATE RETURN add_months(d, n);
-- Java ends a line at more characters than RE2 does, and lets $ stand before a last line feed: (?d) and \z are RE2's meaning.
CREATE OR REPLACE TEMPORARY FUNCTION matches(s STRING, pattern STRING) RETURNS BOOLEAN RETURN s RLIKE concat('(?d)', replace(pattern, '$', r'\z'));
CREATE OR REPLACE TEMPORARY FUNCTION replace_all(s STRING, pattern STRING, replacement STRING) RETURNS STRING RETURN regexp_replace(s, concat('(?d)', replace(pattern, '$', r'\z')), replacement);
CREATE OR REPLACE TEMPORARY FUNCTION starts_with(s STRING, part STRING) RETURNS BOOLEAN RETURN startswith(s, part);
CREATE OR REPLACE TEMPORARY FUNCTION ends_with(s STRING, part STRING) RETURNS BOOLEAN RETURN endswith(s, part);
CREATE OR REPLACE TEMPORARY FUNCTION first_word(s STRING) RETURNS STRING RETURN split_part(s, ' ', 1);
CREATE OR REPLACE TEMPORARY FUNCTION last_word(s STRING) RETURNS STRING RETURN split_part(s, ' ', -1);
CREATE OR REPLACE TEMPORARY FUNCTION sorted_words(s STRING) RETURNS STRING RETURN array_join(array_sort(split(s, ' ')), ' ');
CREATE OR REPLACE TEMPORARY FUNCTION sorted_letters(s STRING) RETURNS STRING RETURN array_join(array_sort(split(s, '')), '');
CREATE OR REPLACE TEMPORARY FUNCTION key_hash(a STRING, b STRING, c STRING) RETURNS BIGINT RETURN xxhash64(a, b, c) & 9223372036854775807;
CREATE OR REPLACE TEMPORARY FUNCTION whole_number(s STRING) RETURNS BIGINT RETURN CASE WHEN s RLIKE r'^[0-9]{1,18}\z' THEN try_cast(s AS BIGINT) END;
CREATE OR REPLACE TEMPORARY FUNCTION days_between(a DATE, b DATE) RETURNS BIGINT RETURN datediff(b, a);
CREATE OR REPLACE TEMPORARY FUNCTION modulo_prime(x BIGINT) RETURNS BIGINT RETURN (x % 2147483647 + 2147483647) % 2147483647;
CREATE OR REPLACE TEMPORARY FUNCTION fifth_power(x BIGINT) RETURNS BIGINT RETURN modulo_prime(modulo_prime(modulo_prime(x * x) * modulo_prime(x * x)) * x);
CREATE OR REPLACE TEMPORARY FUNCTION random_share(a BIGINT, b BIGINT, seed BIGINT) RETURNS DOUBLE RETURN CAST(fifth_power(modulo_prime(a * 48271 + b * 1103515245 + seed)) AS DOUBLE) / CAST(2147483647 AS DOUBLE);
CREATE OR REPLACE TEMPORARY FUNCTION try_date(y BIGINT, m BIGINT, d BIGINT) RETURNS DATE RETURN try_cast(lpad(CAST(y AS STRING), 4, '0') || '-' || lpad(CAST(m AS STRING), 2, '0') || '-' || lpad(CAST(d AS STRING), 2, '0') AS DATE);
