-- How one text becomes one value. A macro gives null where it cannot; checks.py says what that means for the row.

-- Each macro names an argument that costs something once: DuckDB computes what occurs twice for every row, also in a CASE
-- that would hardly ever get there.

-- A text without blanks around it ('!' is the first printable sign after the blank).
CREATE MACRO trimmed(s) AS CASE WHEN s >= '!' AND NOT ends_with(s, ' ') THEN s ELSE trim(s, e' \t\r\n\u00a0') END;

-- Null for what offices write when there is nothing. (A list with IN would be planned as a join.)
CREATE MACRO something(s) AS CASE
    WHEN strlen(s) > 6 THEN s
    WHEN s = '' THEN NULL WHEN s = '-' THEN NULL WHEN s = 'NULL' THEN NULL WHEN s = 'null' THEN NULL
    WHEN s = '#N/A' THEN NULL WHEN s = 'N/A' THEN NULL WHEN s = '(null)' THEN NULL
    ELSE s END;

CREATE MACRO only_digits(s) AS regexp_full_match(s, '[0-9]+');

-- A long number as a spreadsheet shows it.
CREATE MACRO scientific(s) AS regexp_full_match(s, '[0-9]+([.,][0-9]+)?[eE][+]?[0-9]+');

-- The digits of a number written with blanks, dots, dashes or apostrophes. Null if there are none, or for a spreadsheet's 6,1E+15.
CREATE MACRO digits(s) AS CASE
    WHEN only_digits(s) THEN s
    WHEN NOT scientific(s) THEN nullif(regexp_replace(s, '[^0-9]', '', 'g'), '') END;

-- Other signs than those in which a number may be dressed.
CREATE MACRO has_letters(s) AS regexp_matches(s, '[^0-9 .''`\x{2018}\x{2019}\-]');

-- The date a NIK carries: day, month, year of two digits as DDMMYY in one number, women's days + 40.
CREATE MACRO nik_number(d) AS TRY_CAST(substr(d, 7, 6) AS INTEGER);

-- What the register's own birth date and sex would be in that number; the sex alone moves it by 400000.
CREATE MACRO date_number(d) AS day(d) * 10000 + month(d) * 100 + year(d) % 100;
CREATE MACRO no_date(n) AS n NOT BETWEEN 10100 AND 311299 OR n // 100 % 100 NOT BETWEEN 1 AND 12 OR n IS NULL;

CREATE MACRO is_sixteen_digits(s) AS regexp_full_match(s, '[0-9]{16}');
CREATE MACRO is_plain_nik(s) AS regexp_full_match(s, '[1-9][0-9]{15}');

-- What is odd about the form of a NIK; `plain`: sixteen digits, not beginning with 0.
CREATE MACRO nik_form(s, d, plain, rounded) AS CASE
    WHEN rounded THEN 'rounded'
    WHEN plain THEN CASE WHEN ends_with(s, '0000') THEN 'serial_zero' END
    WHEN s IS NULL THEN 'missing'
    WHEN scientific(s) THEN 'rounded'
    WHEN has_letters(s) THEN 'letters'
    WHEN d IS NULL THEN 'missing'
    WHEN ltrim(d, '0') = '' THEN 'zero'
    WHEN length(d) <> 16 THEN 'length'
    WHEN starts_with(d, '0') THEN 'temporary'
    WHEN ends_with(d, '0000') THEN 'serial_zero' END;

-- What is odd about a NIK: its form first, then what it says (`n`: the number of its date). The area is the one of first
-- registration, so only a province that never existed counts.
CREATE MACRO nik_anomaly(form, d, n, born, sex) AS CASE
    WHEN form IS NOT NULL THEN form
    WHEN no_date(n % 400000) THEN 'birth_date'
    WHEN n % 400000 <> date_number(born) THEN 'birth_date'
    WHEN (n >= 400000) <> (sex = 'P') THEN 'birth_date'
    WHEN NOT list_contains(getvariable('provinces'), substr(d, 1, 2)) THEN 'area' END;

-- Months as offices write them, by their first three letters.
CREATE MACRO month_number(word) AS CASE upper(substr(word, 1, 3))
    WHEN 'JAN' THEN '01' WHEN 'FEB' THEN '02' WHEN 'PEB' THEN '02' WHEN 'MAR' THEN '03' WHEN 'APR' THEN '04' WHEN 'MEI' THEN '05'
    WHEN 'MAY' THEN '05' WHEN 'JUN' THEN '06' WHEN 'JUL' THEN '07' WHEN 'AGU' THEN '08' WHEN 'AGT' THEN '08' WHEN 'AGS' THEN '08'
    WHEN 'AUG' THEN '08' WHEN 'SEP' THEN '09' WHEN 'OKT' THEN '10' WHEN 'OCT' THEN '10' WHEN 'NOV' THEN '11' WHEN 'NOP' THEN '11'
    WHEN 'DES' THEN '12' WHEN 'DEC' THEN '12' END;

-- Years in which nobody on these lists was born and no contract was made are slips of the pen.
CREATE MACRO sane_date(d) AS CASE WHEN d BETWEEN DATE '1880-01-01' AND DATE '2200-12-31' THEN d END;

-- Dates in the forms that are rare, as ISO text: year first, one digit for day or month, a time behind it, a month's name.
CREATE MACRO rare_iso(s) AS CASE
    WHEN regexp_full_match(s, '[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}([ T][0-9:.]+Z?)?')
        THEN regexp_replace(s, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2}).*$', '\1-\2-\3')
    WHEN regexp_full_match(s, '(18|19|20)[0-9]{6}') THEN substr(s, 1, 4) || '-' || substr(s, 5, 2) || '-' || substr(s, 7, 2)
    WHEN regexp_full_match(s, '[0-9]{1,2}[- ][A-Za-z]{3,9}[- ][0-9]{4}')
        THEN regexp_extract(s, '[0-9]{4}$') || '-' || month_number(regexp_extract(s, '[A-Za-z]+')) || '-' || regexp_extract(s, '^[0-9]+') END;

CREATE MACRO rare_dmy(s) AS CASE
    WHEN regexp_full_match(s, '[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ][0-9]{4}( 0{1,2}[:.]00([:.]00)?)?')
        THEN regexp_replace(s, '^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}).*$', '\3-\2-\1')
    ELSE rare_iso(s) END;

CREATE MACRO rare_mdy(s) AS CASE
    WHEN regexp_full_match(s, '[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ][0-9]{4}( 0{1,2}[:.]00([:.]00)?)?')
        THEN regexp_replace(s, '^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}).*$', '\3-\1-\2')
    ELSE rare_iso(s) END;

CREATE MACRO day_first(s) AS length(s) = 10 AND substr(s, 3, 1) IN ('/', '-', '.') AND substr(s, 6, 1) = substr(s, 3, 1);
CREATE MACRO year_first(s) AS length(s) = 10 AND substr(s, 5, 1) = '-' AND substr(s, 8, 1) = '-';

-- ISO dates are read in every order; anything else in the order that the profile states. Never the other one: no guessing.
CREATE MACRO date_dmy(s) AS sane_date(TRY_CAST(CASE
    WHEN year_first(s) THEN s
    WHEN day_first(s) THEN substr(s, 7, 4) || '-' || substr(s, 4, 2) || '-' || substr(s, 1, 2)
    ELSE rare_dmy(s) END AS DATE));
CREATE MACRO date_mdy(s) AS sane_date(TRY_CAST(CASE
    WHEN year_first(s) THEN s
    WHEN day_first(s) THEN substr(s, 7, 4) || '-' || substr(s, 1, 2) || '-' || substr(s, 4, 2)
    ELSE rare_mdy(s) END AS DATE));
CREATE MACRO date_ymd(s) AS sane_date(TRY_CAST(CASE WHEN year_first(s) THEN s ELSE rare_iso(s) END AS DATE));

-- The dotted form, from codes of two, four, six or ten digits with or without dots; anything else as it was written.
CREATE MACRO dotted(s) AS CASE
    WHEN length(s) = 13 AND substr(s, 3, 1) = '.' THEN s
    WHEN NOT only_digits(replace(s, '.', '')) THEN s
    ELSE CASE length(replace(s, '.', ''))
        WHEN 2 THEN replace(s, '.', '')
        WHEN 4 THEN substr(replace(s, '.', ''), 1, 2) || '.' || substr(replace(s, '.', ''), 3, 2)
        WHEN 6 THEN substr(replace(s, '.', ''), 1, 2) || '.' || substr(replace(s, '.', ''), 3, 2) || '.' || substr(replace(s, '.', ''), 5, 2)
        WHEN 10 THEN substr(replace(s, '.', ''), 1, 2) || '.' || substr(replace(s, '.', ''), 3, 2) || '.' || substr(replace(s, '.', ''), 5, 2)
            || '.' || substr(replace(s, '.', ''), 7, 4)
        ELSE s END END;

-- RT and RW in three digits.
CREATE MACRO neighbourhood(s) AS CASE
    WHEN length(s) = 3 AND only_digits(s) THEN s
    WHEN length(s) <= 5 AND only_digits(s) AND CAST(s AS INTEGER) <= 999 THEN lpad(CAST(CAST(s AS INTEGER) AS VARCHAR), 3, '0') END;

CREATE MACRO decile(s) AS CASE WHEN regexp_full_match(s, '0*([1-9]|10)([.,]0+)?') THEN CAST(regexp_extract(s, '^0*([0-9]+)', 1) AS INTEGER) END;

-- Whole rupiah: "Rp 35.000", "35,000", "35000,00". Fractions of a rupiah are no amount.
CREATE MACRO rupiah(s) AS CASE
    WHEN regexp_full_match(s, '-?[0-9]{1,18}') THEN TRY_CAST(s AS BIGINT)
    WHEN regexp_full_match(s, '(?i)(rp\.? ?)?-?[0-9]{1,3}([.][0-9]{3})*(,0{1,2}|,-)?')
        THEN TRY_CAST(regexp_replace(regexp_replace(s, ',[0-]+$', ''), '[^0-9-]', '', 'g') AS BIGINT)
    WHEN regexp_full_match(s, '(?i)(rp\.? ?)?-?[0-9]{1,3}([,][0-9]{3})*([.]0{1,2})?')
        THEN TRY_CAST(regexp_replace(regexp_replace(s, '[.]0+$', ''), '[^0-9-]', '', 'g') AS BIGINT)
    WHEN regexp_full_match(s, '(?i)(rp\.? ?)?-?[0-9]{1,18}([.,]0{1,2})?')
        THEN TRY_CAST(regexp_replace(regexp_replace(s, '[.,]0+$', ''), '[^0-9-]', '', 'g') AS BIGINT) END;

-- A month as YYYY-MM: 2021-07, 07/2021, 7 2021, Juli 2021.
CREATE MACRO year_month(s) AS CASE
    WHEN regexp_full_match(s, '[0-9]{4}-(0[1-9]|1[0-2])') THEN s
    WHEN regexp_full_match(s, '[0-9]{4}-(0[1-9]|1[0-2])-01') THEN substr(s, 1, 7)
    WHEN regexp_full_match(s, '(0?[1-9]|1[0-2])[ /-][0-9]{4}')
        THEN regexp_extract(s, '[0-9]{4}$') || '-' || lpad(regexp_extract(s, '^[0-9]+'), 2, '0')
    WHEN regexp_full_match(s, '[A-Za-z]{3,9}[ -][0-9]{4}')
        THEN regexp_extract(s, '[0-9]{4}$') || '-' || month_number(s) END;

CREATE MACRO first_day(s) AS sane_date(TRY_CAST(year_month(s) || '-01' AS DATE));

-- How many of something, from 1.
CREATE MACRO whole_count(s) AS CASE WHEN regexp_full_match(s, '0*[1-9][0-9]{0,3}([.,]0+)?') THEN CAST(regexp_extract(s, '^0*([0-9]+)', 1) AS INTEGER) END;
