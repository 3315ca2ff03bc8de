-- Every entry of the annexes with its period [from, to) and what becomes of it this month: billed, or the one reason why not.
-- Reads run, list_line, list_person, removal, annulled_line, agreement. A month is billed if the entry is in force on its first day.
-- The causes of an end are kept apart: removed_from_list and agreement_ended here, suspended_for_arrears where cover is settled (spells).
-- entry_key is how a line is known in every edition: decree, submission and annex number, or file and row; a number that an annex repeats
-- is told apart by its order.
SELECT
  t.*,
  key_text || CASE WHEN key_order = 1 THEN '' ELSE '#' || CAST(key_order AS STRING) END AS entry_key,
  CASE WHEN annul_line_id IS NOT NULL OR to_date IS NULL OR from_date IS NULL OR from_date >= to_date THEN NULL
       WHEN to_date = removed_date THEN 'removed_from_list' ELSE 'agreement_ended' END AS end_cause,
  CASE
    WHEN NOT readable THEN 'unreadable'
    WHEN decree_number IS NULL THEN 'without_decree'
    WHEN agreement_number IS NULL OR period_from IS NULL THEN 'without_agreement'
    WHEN submitted_date IS NULL THEN 'without_submission_date'
    WHEN effective_date IS NULL THEN 'before_first_known_cutoff'
    WHEN differs THEN 'differs_from_agreement'
    WHEN annul_line_id IS NOT NULL THEN 'annulled'
    WHEN removed_date <= from_date THEN 'removed_before_start'
    WHEN from_date >= to_date THEN 'agreement_ended'
    WHEN from_date > first_date THEN 'not_yet_effective'
    WHEN to_date <= first_date AND to_date = removed_date THEN 'removed_from_list'
    WHEN to_date <= first_date THEN 'agreement_ended'
    ELSE 'billed'
  END AS outcome
FROM (
  SELECT
    l.line_id,
    l.key_text,
    CAST(row_number() OVER (PARTITION BY l.key_text ORDER BY l.line_id) AS BIGINT) AS key_order,
    l.list_file,
    l.list_row,
    l.readable,
    p.person_id,
    p.link,
    p.rule,
    p.candidate_person_id,
    l.nik,
    l.nik_anomaly,
    l.card_number,
    l.name,
    l.name_key,
    l.area_code,
    coalesce(l.segment, a.segment) AS segment,
    coalesce(l.payer, a.payer) AS payer,
    coalesce(l.class, a.class) AS class,
    l.agreement_number,
    a.period_from,
    l.decree_number,
    l.decree_date,
    l.submitted_date,
    l.annex_line,
    l.decided_by,
    l.decided_because,
    l.effective_date,
    greatest(l.effective_date, a.period_from) AS from_date,
    CASE WHEN l.effective_date IS NOT NULL THEN least(a.period_to, r.removed_date) END AS to_date,
    CASE WHEN l.effective_date >= a.period_from THEN 'mutation_cutoff' ELSE 'agreement_start' END AS start_rule,
    r.removed_date,
    r.reversed_by_line,
    x.annul_line_id,
    (l.segment IS NOT NULL AND l.segment <> a.segment)
      OR (l.class IS NOT NULL AND l.class <> a.class)
      OR (l.payer IS NOT NULL AND l.payer <> a.payer) AS differs,
    u.first_date
  FROM (
    SELECT
      s.*,
      CASE WHEN annex_line IS NULL THEN list_file || ':' || CAST(list_row AS STRING)
           ELSE coalesce(decree_number, '') || '|' || coalesce(CAST(submitted_date AS STRING), '') || '|' || annex_line END AS key_text
    FROM list_line s
    WHERE coalesce(decision, 'enrol') = 'enrol'
  ) l
  JOIN list_person p ON p.line_id = l.line_id
  CROSS JOIN run u
  LEFT JOIN agreement a ON a.agreement_number = l.agreement_number
  LEFT JOIN removal r ON r.line_id = l.line_id
  LEFT JOIN annulled_line x ON x.line_id = l.line_id
) t
