-- One row is a person and a day on which time was recorded without an agreement, with the number of agreements
-- under which the person was served on that day, and whether the asked one is among them (1 or 0).
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
WITH days AS (
  SELECT person_id, on_date FROM contacts WHERE agreement IS NULL AND on_date BETWEEN $first_day AND $last_day
  UNION
  SELECT person_id, on_date FROM contributions WHERE agreement IS NULL AND on_date BETWEEN $first_day AND $last_day
)
SELECT days.person_id, days.on_date, COUNT(DISTINCT referrals.agreement) AS agreements,
       MAX(CASE WHEN referrals.agreement = $agreement THEN 1 ELSE 0 END) AS among_them
FROM days
JOIN referrals ON referrals.person_id = days.person_id
              AND referrals.started_on <= days.on_date
              AND (referrals.ended_on IS NULL OR referrals.ended_on >= days.on_date)
GROUP BY days.person_id, days.on_date
