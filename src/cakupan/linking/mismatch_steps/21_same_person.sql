-- Rows of one register that are one person: found beside each other, or linked to one resident. first_row is the earliest.
-- Reads: resident_group, poverty_group, member_group, accepted.
-- Rows chained through a resident and through each other meet in two hops; longer chains do not occur in one register.
WITH found AS (
    SELECT 'poverty' AS subject, row AS subject_row, first_row FROM poverty_group
    UNION ALL
    SELECT 'member', row, first_row FROM member_group
),
through_resident AS (
    SELECT f.subject, f.subject_row, f.first_row,
        min(f.first_row) OVER (PARTITION BY f.subject, coalesce(a.first_row, -f.subject_row)) AS resident_first
    FROM found f LEFT JOIN accepted a ON a.subject = f.subject AND a.subject_row = f.subject_row
)
SELECT subject, subject_row, min(resident_first) OVER (PARTITION BY subject, first_row) AS first_row FROM through_resident
UNION ALL
SELECT 'resident', row, first_row FROM resident_group
