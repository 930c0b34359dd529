-- One row is a person who is active under the agreement on a day and has not been met since another, with the day on
-- which they were last met, if they were.
-- $agreement: id of the agreement
-- $day: the day
-- $since: who was met, or started, on this day or after it is left out
WITH active AS (
  SELECT person_id, MIN(started_on) AS started_on
  FROM referrals
  WHERE agreement = $agreement AND started_on <= $day AND (ended_on IS NULL OR ended_on >= $day)
  GROUP BY person_id
),
met AS (
  SELECT person_id, MAX(on_date) AS last_met FROM contacts WHERE on_date <= $day GROUP BY person_id
)
SELECT active.person_id, met.last_met
FROM active
LEFT JOIN met ON met.person_id = active.person_id
WHERE active.started_on < $since AND (met.last_met IS NULL OR met.last_met < $since)
ORDER BY last_met NULLS LAST, person_id NULLS LAST
