-- A person stands once among the persons.
SELECT count(*) - count(DISTINCT person_id) AS broken FROM persons
