-- The edition's own names of people with the number of this loading. Reads person_identified, people.
SELECT i.person_id, p.n FROM person_identified i JOIN people p ON p.identity = i.identity
