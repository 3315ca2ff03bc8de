-- Every line of the decrees' annexes with the day it takes effect: in by the cut-off day, the 1st of next month; later, one month more.
-- Reads decisions, decree_agreement, law_cutoff. The day is law (law_cutoff is dated), the same for entries and removals: both are mutations.
-- A line imported again, by the same decree, submission and annex number, counts once, as it stands in the last file.
SELECT
  line_id,
  list_file,
  list_row,
  readable,
  decision,
  nik,
  nik_anomaly,
  card_number,
  name,
  name_key,
  area_code,
  segment,
  class,
  payer,
  agreement_number,
  decree_number,
  decree_date,
  submitted_date,
  annex_line,
  decided_by,
  decided_because,
  CAST(month_add(CAST(date_trunc('month', submitted_date) AS DATE), months_later) AS DATE) AS effective_date,
  cutoff_key
FROM (
  SELECT
    d.line_id,
    d.list_file,
    d.row AS list_row,
    d.readable,
    d.decision,
    d.nik,
    d.nik_anomaly,
    d.card_number,
    d.name,
    name_key(d.name) AS name_key,
    d.area_code,
    d.segment,
    d.class,
    d.payer,
    coalesce(d.agreement_number, a.agreement_number) AS agreement_number,
    d.decree_number,
    d.decree_date,
    d.submitted_date,
    d.annex_line,
    d.decided_by,
    d.reason AS decided_because,
    CASE WHEN extract(day FROM d.submitted_date) <= c.cutoff_day THEN 1 WHEN c.cutoff_day IS NOT NULL THEN 2 END AS months_later,
    CASE WHEN c.cutoff_day IS NOT NULL THEN c.rate_key END AS cutoff_key,
    d.list_ordinal,
    max(d.list_ordinal) OVER (
      PARTITION BY
        CASE WHEN d.readable AND d.annex_line IS NOT NULL THEN 'line' ELSE CAST(d.line_id AS STRING) END,
        d.decree_number, d.agreement_number, d.decision, d.submitted_date, d.annex_line
    ) AS last_ordinal
  FROM decisions d
  LEFT JOIN decree_agreement a ON a.decree_number = d.decree_number
  LEFT JOIN law_cutoff c ON d.submitted_date >= c.from_date AND (c.to_date IS NULL OR d.submitted_date < c.to_date)
) dated
WHERE list_ordinal = last_ordinal
