-- One row is the number of people who joined in the period: under the agreement, and under any, each once.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
SELECT COUNT(DISTINCT CASE WHEN agreement = $agreement THEN person_id END) AS this_agreement,
       COUNT(DISTINCT person_id) AS all_agreements
FROM (
  SELECT person_id, agreement, MIN(started_on) AS started_on
  FROM referrals
  WHERE started_on IS NOT NULL
  GROUP BY person_id, agreement
) AS joined
WHERE started_on BETWEEN $first_day AND $last_day
ORDER BY this_agreement NULLS LAST
