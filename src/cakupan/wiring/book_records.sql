-- One record for each person, as positional JSON in the order of counter.book.FIELDS. The views are the edition's tables, their
-- missing columns NULL (wiring/book.py). What a person's lists hold is in a fixed order, so that the same edition gives the same book.
WITH cards AS (
    SELECT person_id, string_agg(
        json_array(card_number, segment, payer, class, status, member_row, start_date, facility_code, facility_name, cause,
                   last_active_date)::VARCHAR,
        ',' ORDER BY card_number NULLS LAST, member_row) AS list
    FROM statuses LEFT JOIN last_active USING (card_number)
    WHERE member_row IS NOT NULL AND person_id IS NOT NULL GROUP BY person_id
), cards_review AS (
    SELECT candidate_person_id AS person_id, string_agg(
        json_array(card_number, segment, payer, class, status, member_row, start_date, facility_code, facility_name, cause,
                   last_active_date)::VARCHAR,
        ',' ORDER BY card_number NULLS LAST, member_row) AS list
    FROM statuses LEFT JOIN last_active USING (card_number)
    WHERE member_row IS NOT NULL AND person_id <> candidate_person_id GROUP BY candidate_person_id
), entry AS (
    SELECT person_id, candidate_person_id, line_id,
        json_array(outcome, segment, payer, class, agreement_number, decree_number, annex_line, decided_by, submitted_date,
                   from_date, to_date, end_cause, list_file, list_row)::VARCHAR AS told
    FROM list_entries
), entries AS (
    SELECT person_id, string_agg(told, ',' ORDER BY line_id) AS list FROM entry WHERE person_id IS NOT NULL GROUP BY person_id
), entries_review AS (
    SELECT candidate_person_id AS person_id, string_agg(told, ',' ORDER BY line_id) AS list
    FROM entry WHERE person_id <> candidate_person_id GROUP BY candidate_person_id
), doubts AS (
    SELECT person_id, string_agg(
        json_array(code, evidence, event_date, provable, evidence_kind, evidence_row,
                   CASE WHEN evidence_kind = 'decisions' THEN list_file END, rupiah_per_month, rupiah_to_date, reported_date)::VARCHAR,
        ',' ORDER BY CASE WHEN subject = 'list' THEN 0 ELSE 1 END, code, subject, subject_row) AS list
    FROM mismatches WHERE person_id IS NOT NULL GROUP BY person_id
), lines AS (
    SELECT person_id, string_agg(
        json_array(payer, account, amount, agreement_number, rate_key, citation, excluded_for, list_file, list_row)::VARCHAR,
        ',' ORDER BY line_id, payer, account) AS list
    FROM bill_lines GROUP BY person_id
), debts AS (
    SELECT person_id, string_agg(
        json_array(segment, class, first_month, months, amount, stated, capped_months, capped_amount, suspended_from,
                   unpaid_row)::VARCHAR,
        ',' ORDER BY unpaid_row) AS list
    FROM family_arrears WHERE person_id IS NOT NULL AND first_month IS NOT NULL GROUP BY person_id
), mother AS (
    SELECT person_id, json_array(segment, payer, agreement_number)::VARCHAR AS told FROM newborns
)
SELECT id,
    rtrim(json_array(person_id, known_from, nik, name, birth_date, sex, source_file, source_row)::VARCHAR, ']')
        || ',[' || coalesce(cards.list, '') || '],[' || coalesce(cards_review.list, '')
        || '],[' || coalesce(entries.list, '') || '],[' || coalesce(entries_review.list, '')
        || '],[' || coalesce(doubts.list, '') || '],[' || coalesce(lines.list, '')
        || '],[' || coalesce(debts.list, '') || '],' || coalesce(mother.told, 'null') || ']' AS record
FROM numbered
LEFT JOIN cards USING (person_id)
LEFT JOIN cards_review USING (person_id)
LEFT JOIN entries USING (person_id)
LEFT JOIN entries_review USING (person_id)
LEFT JOIN doubts USING (person_id)
LEFT JOIN lines USING (person_id)
LEFT JOIN debts USING (person_id)
LEFT JOIN mother USING (person_id)
ORDER BY id
