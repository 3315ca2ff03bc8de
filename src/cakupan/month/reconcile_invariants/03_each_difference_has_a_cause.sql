-- Whatever differs has a cause, and what agrees does not differ.
SELECT count(*) AS broken FROM reconciliation WHERE cause IS NULL OR (cause = 'agrees') <> (difference = 0 AND branch_row IS NOT NULL AND line_id IS NOT NULL)
