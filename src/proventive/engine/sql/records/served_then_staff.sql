-- One row is the number of people who are members of staff and known to the service (linked), and of those who first
-- started work in the period after they had been served under the agreement (became_staff). Each person counts once.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
WITH served AS (
  SELECT person_id, MIN(started_on) AS started_on
  FROM referrals
  WHERE agreement = $agreement AND started_on IS NOT NULL
  GROUP BY person_id
),
at_work AS (
  SELECT person_id, MIN(started_on) AS started_on
  FROM workforce
  WHERE person_id IS NOT NULL
  GROUP BY person_id
)
SELECT COUNT(*) AS linked,
       CAST(COALESCE(SUM(CASE WHEN at_work.started_on BETWEEN $first_day AND $last_day
                               AND served.started_on < at_work.started_on THEN 1 ELSE 0 END), 0) AS BIGINT) AS became_staff
FROM at_work
LEFT JOIN served ON served.person_id = at_work.person_id
ORDER BY linked NULLS LAST
