-- The mismatches as they are handed over: each with its subject's number, the resident's NIK where known, BPK's kind and what to do.
-- The day of a death or departure goes with it, for what has been paid since. Reads: mismatch, subject, mismatch_code, gone.
SELECT m.subject, s.subject_id, m.subject_row, m.code, s.nik, m.other_id, m.evidence, c.suggested_action, c.bpk_kind, g.event_date
FROM mismatch m
JOIN subject s ON s.subject = m.subject AND s.subject_row = m.subject_row
JOIN mismatch_code c ON c.code = m.code
LEFT JOIN (SELECT subject, subject_row, code, min(event_date) AS event_date FROM gone GROUP BY subject, subject_row, code) g
  ON g.subject = m.subject AND g.subject_row = m.subject_row AND g.code = m.code
