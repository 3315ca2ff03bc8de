-- People whom the newest position no longer names.
UPDATE positions_person x
SET gone_month = %(month)s
WHERE x.area = %(area)s AND x.gone_month IS NULL AND NOT EXISTS (SELECT FROM people p WHERE p.identity = x.identity)
