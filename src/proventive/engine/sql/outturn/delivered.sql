-- One row is an obligation, with what was delivered for it in the period and on how many days.
-- $agreement: id of the agreement
-- $obligation: id of the obligation
-- $first_day, $last_day: the period, both days included
SELECT obligation, SUM(quantity) AS quantity, COUNT(*) AS deliveries
FROM deliverables
WHERE agreement = $agreement AND obligation = $obligation AND on_date BETWEEN $first_day AND $last_day
GROUP BY obligation
ORDER BY obligation NULLS LAST
