-- One row is contacts of the period by who delivered them, whose they are, and over how many agreements each is split.
-- A contact that names no agreement is split equally over the agreements under which the person was served on that day.
-- this_agreement is 1 where the contact, or a part of it, belongs to the agreement.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
WITH of_period AS (
  SELECT person_id, agreement, on_date, kind, minutes, delivered_by
  FROM contacts
  WHERE on_date BETWEEN $first_day AND $last_day
),
placed AS (
  SELECT of_period.person_id, of_period.agreement, of_period.on_date, of_period.kind, of_period.minutes,
         of_period.delivered_by,
         CASE WHEN of_period.agreement IS NOT NULL THEN 1
              ELSE COUNT(DISTINCT referrals.agreement) END AS split_over,
         MAX(CASE WHEN COALESCE(of_period.agreement, referrals.agreement) = $agreement THEN 1 ELSE 0 END)
           AS this_agreement
  FROM of_period
  LEFT JOIN referrals ON of_period.agreement IS NULL
                     AND referrals.person_id = of_period.person_id
                     AND referrals.started_on <= of_period.on_date
                     AND COALESCE(referrals.ended_on, of_period.on_date) >= of_period.on_date
  GROUP BY of_period.person_id, of_period.agreement, of_period.on_date, of_period.kind, of_period.minutes,
           of_period.delivered_by
)
SELECT delivered_by, this_agreement, split_over, COUNT(*) AS contacts, CAST(SUM(minutes) AS BIGINT) AS minutes
FROM placed
GROUP BY delivered_by, this_agreement, split_over
ORDER BY delivered_by NULLS LAST, this_agreement NULLS LAST, split_over NULLS LAST
