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
-- A cast alone would read '1E5', '0x1F' and '1_000' as numbers, and round '12.7'.
CREATE MACRO whole_number(s) AS CASE WHEN regexp_full_match(s, '[0-9]{1,18}') THEN TRY_CAST(s AS BIGINT) END;
CREATE MACRO days_between(a, b) AS b - a;
-- A sample must be the same on every engine, so it is arithmetic and no engine's hash: the fifth power modulo the prime 2^31 - 1
-- puts the numbers below it in another order (5 does not divide the prime less one), and no product leaves 63 bits.
CREATE MACRO modulo_prime(x) AS (x % 2147483647 + 2147483647) % 2147483647;
CREATE MACRO fifth_power(x) AS modulo_prime(modulo_prime(modulo_prime(x * x) * modulo_prime(x * x)) * x);
CREATE MACRO random_share(a, b, seed) AS CAST(fifth_power(modulo_prime(a * CAST(48271 AS BIGINT) + b * CAST(1103515245 AS BIGINT) + seed)) AS DOUBLE) / CAST(2147483647 AS DOUBLE);
CREATE MACRO try_date(y, m, d) AS TRY_CAST(lpad(CAST(y AS VARCHAR), 4, '0') || '-' || lpad(CAST(m AS VARCHAR), 2, '0') || '-' || lpad(CAST(d AS VARCHAR), 2, '0') AS DATE);
