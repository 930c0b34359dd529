-- One row is the number of unpaid carers served in the period: under the agreement, and over all, each person once.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
WITH served AS (
  SELECT person_id, agreement FROM referrals
  WHERE started_on <= $last_day AND (ended_on IS NULL OR ended_on >= $first_day)
  UNION
  SELECT person_id, agreement FROM contacts WHERE on_date BETWEEN $first_day AND $last_day
)
SELECT COUNT(DISTINCT CASE WHEN served.agreement = $agreement THEN served.person_id END) AS under_agreement,
       COUNT(DISTINCT served.person_id) AS over_all
FROM served
JOIN people ON people.person_id = served.person_id
WHERE people.role = 'unpaid carer'
ORDER BY over_all NULLS LAST
