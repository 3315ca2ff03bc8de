-- The person of each line of the branch's bill; nobody we know is told by the line's own card or NIK. `ordinal` numbers a person's lines.
-- Reads branch_line, branch_candidate.
SELECT p.*, row_number() OVER (PARTITION BY p.person_id ORDER BY p.branch_row) AS ordinal
FROM (
  SELECT
    b.branch_row, b.card_number, b.nik, b.name, b.amount,
    coalesce(c.person_id, 'B' || coalesce(b.card_number, b.nik, CAST(b.branch_row AS STRING))) AS person_id
  FROM branch_line b
  LEFT JOIN (
    SELECT a.branch_row, min(a.person_id) AS person_id
    FROM branch_candidate a
    JOIN (SELECT branch_row, min(strength) AS strength FROM branch_candidate GROUP BY branch_row) best
      ON best.branch_row = a.branch_row AND best.strength = a.strength
    GROUP BY a.branch_row
  ) c ON c.branch_row = b.branch_row
) p
