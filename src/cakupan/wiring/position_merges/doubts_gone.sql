-- What no longer is wrong.
DELETE FROM positions_mismatch x
WHERE x.area = %(area)s AND NOT EXISTS (SELECT FROM doubts d WHERE d.key = x.key)
