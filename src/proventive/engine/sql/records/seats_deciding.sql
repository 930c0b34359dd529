-- One row is the number of people served who took part where things are decided in the period: under the agreement,
-- and over all agreements, each person once.
-- Needs records/active_days.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
SELECT COUNT(DISTINCT CASE WHEN contributions.agreement = $agreement
                             OR (contributions.agreement IS NULL AND active_days.among_them = 1)
                           THEN contributions.person_id END) AS under_agreement,
       COUNT(DISTINCT contributions.person_id) AS over_all
FROM contributions
LEFT JOIN active_days ON active_days.person_id = contributions.person_id
                     AND active_days.on_date = contributions.on_date
WHERE contributions.role = 'decide' AND contributions.given_by = 'person served'
  AND contributions.on_date BETWEEN $first_day AND $last_day
ORDER BY over_all NULLS LAST
