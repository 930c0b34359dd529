-- One row is a person who had started under the agreement, with the first day on which they did.
-- $agreement: id of the agreement
SELECT person_id, MIN(started_on) AS started_on
FROM referrals
WHERE agreement = $agreement AND started_on IS NOT NULL
GROUP BY person_id
ORDER BY person_id NULLS LAST
