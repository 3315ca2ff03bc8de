-- What the mismatches take out is the Pemda's difference between the raw and the verified bill.
SELECT CASE WHEN x.excluded = b.excluded THEN 0 ELSE 1 END AS broken
FROM (SELECT coalesce(sum(excluded_rupiah), 0) AS excluded FROM mismatch_totals) x
CROSS JOIN (SELECT coalesce(sum(CASE WHEN NOT verified AND payer <> 'pusat' THEN amount ELSE 0 END), 0) AS excluded FROM bill_lines) b
