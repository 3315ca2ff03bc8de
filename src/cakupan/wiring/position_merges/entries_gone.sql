-- Lines that the newest position no longer has.
DELETE FROM positions_listentry x
WHERE x.area = %(area)s AND NOT EXISTS (SELECT FROM entries e WHERE e.entry_key = x.entry_key)
