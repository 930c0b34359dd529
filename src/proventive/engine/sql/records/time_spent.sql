-- One row is a kind of time spent in the period: contacts by who delivered them, contributions by who gave them and
-- as what, by whether they belong to the agreement (1 or 0), and over how many agreements each of them is split.
-- Needs records/active_days.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
WITH spent AS (
  SELECT 'contact' AS what, delivered_by AS who, '' AS role, person_id, agreement, on_date, minutes
  FROM contacts WHERE on_date BETWEEN $first_day AND $last_day
  UNION ALL
  SELECT 'contribution' AS what, given_by AS who, role, person_id, agreement, on_date, minutes
  FROM contributions WHERE on_date BETWEEN $first_day AND $last_day
),
placed AS (
  SELECT spent.what, spent.who, spent.role, spent.minutes,
         CASE WHEN spent.agreement = $agreement THEN 1
              WHEN spent.agreement IS NULL THEN COALESCE(active_days.among_them, 0)
              ELSE 0 END AS under_agreement,
         CASE WHEN spent.agreement IS NULL THEN COALESCE(active_days.agreements, 1) ELSE 1 END AS split_over
  FROM spent
  LEFT JOIN active_days ON active_days.person_id = spent.person_id AND active_days.on_date = spent.on_date
)
SELECT what, who, role, under_agreement, split_over, COUNT(*) AS times, CAST(SUM(minutes) AS BIGINT) AS minutes
FROM placed
GROUP BY what, who, role, under_agreement, split_over
ORDER BY what NULLS LAST, who NULLS LAST, role NULLS LAST, under_agreement NULLS LAST, split_over NULLS LAST
