-- Every annex entry stands once, with one outcome.
SELECT count(*) - count(DISTINCT line_id) AS broken FROM list_entries
