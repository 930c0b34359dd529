-- One row is a person, an index day, a window and an event, as kept by the step before.
SELECT person_id, index_day, span, event, quantity, pence
FROM aligned_use
ORDER BY person_id NULLS LAST, index_day NULLS LAST, span NULLS LAST, event NULLS LAST
