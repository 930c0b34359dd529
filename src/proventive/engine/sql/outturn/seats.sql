-- One row is the number of people served who took part where things are decided under the agreement in the period.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
SELECT COUNT(DISTINCT person_id) AS people
FROM contributions
WHERE agreement = $agreement AND role = 'decide' AND given_by = 'person served'
  AND on_date BETWEEN $first_day AND $last_day
ORDER BY people NULLS LAST
