-- One row is a month (year * 12 + month) in which people joined the agreement for the first time, and how many.
-- $agreement: id of the agreement
-- $last_day: nobody who joined after this day is counted
WITH firsts AS (
  SELECT person_id, MIN(started_on) AS started_on
  FROM referrals
  WHERE agreement = $agreement AND started_on IS NOT NULL
  GROUP BY person_id
)
SELECT year(started_on) * 12 + month(started_on) AS months, COUNT(*) AS people
FROM firsts
WHERE started_on <= $last_day
GROUP BY year(started_on) * 12 + month(started_on)
ORDER BY months NULLS LAST
