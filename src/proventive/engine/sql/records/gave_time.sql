-- One row is what people did who had been served under the agreement and then gave time in the period: how many people,
-- and how many of them did so for the first time.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
WITH served AS (
  SELECT person_id, MIN(started_on) AS started_on
  FROM referrals
  WHERE agreement = $agreement AND started_on IS NOT NULL
  GROUP BY person_id
),
given AS (
  SELECT contributions.role, contributions.person_id,
         MIN(contributions.on_date) AS first_on,
         MAX(CASE WHEN contributions.on_date BETWEEN $first_day AND $last_day THEN 1 ELSE 0 END) AS in_period
  FROM contributions
  JOIN served ON served.person_id = contributions.person_id AND served.started_on <= contributions.on_date
  GROUP BY contributions.role, contributions.person_id
)
SELECT role, COUNT(*) AS people,
       CAST(SUM(CASE WHEN first_on >= $first_day THEN 1 ELSE 0 END) AS BIGINT) AS first_time
FROM given
WHERE in_period = 1
GROUP BY role
ORDER BY role NULLS LAST
