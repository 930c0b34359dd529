-- One row is the number of people served in the period and of those who joined in it: under the agreement, and over
-- all agreements, each person once.
-- A person is served who started and had not ended before the period, or who had a contact in it. A person joins
-- once: on the first day on which they started under an agreement.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
WITH served AS (
  SELECT person_id, agreement FROM referrals
  WHERE started_on <= $last_day AND (ended_on IS NULL OR ended_on >= $first_day)
  UNION
  SELECT person_id, agreement FROM contacts WHERE on_date BETWEEN $first_day AND $last_day
),
joined AS (
  SELECT person_id, agreement FROM referrals WHERE started_on IS NOT NULL
  GROUP BY person_id, agreement
  HAVING MIN(started_on) BETWEEN $first_day AND $last_day
),
told AS (
  SELECT person_id, agreement, 1 AS is_served, 0 AS has_joined FROM served
  UNION ALL
  SELECT person_id, agreement, 0 AS is_served, 1 AS has_joined FROM joined
)
SELECT COUNT(DISTINCT CASE WHEN is_served = 1 AND agreement = $agreement THEN person_id END) AS served_under_agreement,
       COUNT(DISTINCT CASE WHEN is_served = 1 THEN person_id END) AS served,
       COUNT(DISTINCT CASE WHEN has_joined = 1 AND agreement = $agreement THEN person_id END) AS joined_under_agreement,
       COUNT(DISTINCT CASE WHEN has_joined = 1 THEN person_id END) AS joined
FROM told
ORDER BY served NULLS LAST
