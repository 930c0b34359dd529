-- One row is a person whose record was to be kept until a day that is over.
-- $day: the day
SELECT person_id, MIN(keep_until) AS keep_until
FROM people
WHERE keep_until < $day
GROUP BY person_id
ORDER BY keep_until NULLS LAST, person_id NULLS LAST
