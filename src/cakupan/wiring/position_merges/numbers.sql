-- Numbers under which nobody found the person before.
INSERT INTO positions_personnumber (area, person_id, kind, number)
SELECT %(area)s, i.id, k.kind, k.number
FROM numbers k
JOIN ids i ON i.n = k.n
WHERE NOT EXISTS (
  SELECT FROM positions_personnumber x WHERE x.number = k.number AND x.person_id = i.id AND x.kind = k.kind
)
