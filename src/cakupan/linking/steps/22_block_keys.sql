-- Which keys are worth following, and how many pairs each would make: counted before a pair is formed.
-- Reads: query_keys, target_keys (only the targets' keys that some query has), match_terms.
-- A key that more people share than the budget allows says too little and costs too much: it is refused, for everyone.
SELECT key, count(*) AS targets, count(*) <= min(pairs_per_key_max) AS followed
FROM target_keys CROSS JOIN match_terms
GROUP BY key
