-- One row is a person who joined under the agreement in the period, with the day of joining.
-- A person joins once: on the first day on which they started under the agreement.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
SELECT person_id, MIN(started_on) AS started_on
FROM referrals
WHERE agreement = $agreement AND started_on IS NOT NULL
GROUP BY person_id
HAVING MIN(started_on) BETWEEN $first_day AND $last_day
ORDER BY person_id NULLS LAST
