-- One row is time given in the period by who gave it and in which role, whose it is, and over how many agreements each piece is split.
-- Time that names no agreement is split equally over the agreements under which the person was served on that day.
-- this_agreement is 1 where the time, or a part of it, belongs to the agreement.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
WITH of_period AS (
  SELECT person_id, agreement, on_date, role, given_by, minutes, paid
  FROM contributions
  WHERE on_date BETWEEN $first_day AND $last_day
),
placed AS (
  SELECT of_period.person_id, of_period.agreement, of_period.on_date, of_period.role, of_period.given_by,
         of_period.minutes, of_period.paid,
         CASE WHEN of_period.agreement IS NOT NULL THEN 1
              ELSE COUNT(DISTINCT referrals.agreement) END AS split_over,
         MAX(CASE WHEN COALESCE(of_period.agreement, referrals.agreement) = $agreement THEN 1 ELSE 0 END)
           AS this_agreement
  FROM of_period
  LEFT JOIN referrals ON of_period.agreement IS NULL
                     AND referrals.person_id = of_period.person_id
                     AND referrals.started_on <= of_period.on_date
                     AND COALESCE(referrals.ended_on, of_period.on_date) >= of_period.on_date
  GROUP BY of_period.person_id, of_period.agreement, of_period.on_date, of_period.role, of_period.given_by,
           of_period.minutes, of_period.paid
)
SELECT given_by, role, this_agreement, split_over,
       COUNT(DISTINCT person_id) AS people, CAST(SUM(minutes) AS BIGINT) AS minutes
FROM placed
GROUP BY given_by, role, this_agreement, split_over
ORDER BY given_by NULLS LAST, role NULLS LAST, this_agreement NULLS LAST, split_over NULLS LAST
