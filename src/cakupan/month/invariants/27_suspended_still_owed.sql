-- Suspension ends no duty: no spell of an agreement that does not suspend ends for arrears, and each suspension has its unpaid month.
SELECT
  (SELECT count(*) FROM spells s JOIN agreement a ON a.agreement_number = s.agreement_number
   WHERE s.end_cause = 'suspended_for_arrears' AND NOT a.suspends)
  + (SELECT count(*) FROM suspensions s
     LEFT JOIN (SELECT DISTINCT agreement_number, month_date FROM pemda_arrears) p
       ON p.agreement_number = s.agreement_number AND p.month_date = s.unpaid_month
     WHERE p.month_date IS NULL) AS broken
