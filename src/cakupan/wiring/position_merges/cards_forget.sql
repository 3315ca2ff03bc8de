-- What was noted for this month and the one after it is noted anew.
DELETE FROM positions_card WHERE area = %(area)s AND month IN (%(month)s, %(next_month)s)
