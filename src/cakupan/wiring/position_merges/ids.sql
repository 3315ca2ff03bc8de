-- The number of a person in this loading, and the row's id.
CREATE TEMP TABLE ids ON COMMIT DROP AS
SELECT p.n, x.id FROM people p JOIN positions_person x ON x.area = %(area)s AND x.identity = p.identity
