-- The mismatches as they are handed over: each with its subject's number, the resident's NIK where known, BPK's kind and what to do.
-- Reads: mismatch, subject, mismatch_code.
SELECT m.subject, s.subject_id, m.subject_row, m.code, s.nik, m.other_id, m.evidence, c.suggested_action, c.bpk_kind
FROM mismatch m
JOIN subject s ON s.subject = m.subject AND s.subject_row = m.subject_row
JOIN mismatch_code c ON c.code = m.code
