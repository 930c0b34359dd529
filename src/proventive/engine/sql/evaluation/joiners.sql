-- One row is a person who joined under the agreement, with the day of joining (days since 2000): the first, if they came back.
-- $agreement: id of the agreement
SELECT person_id,
       MIN(started_on) AS joined_on,
       MIN(started_on - DATE '2000-01-01') AS joined_day
FROM referrals
WHERE agreement = $agreement AND started_on IS NOT NULL
GROUP BY person_id
