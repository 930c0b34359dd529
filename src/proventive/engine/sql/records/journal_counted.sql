-- One row is a stage of the agreement, with what was written in its journal in the period: entries, and those that name
-- a barrier.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
SELECT stage, COUNT(*) AS entries, COUNT(barrier) AS barriers
FROM journal
WHERE agreement = $agreement AND on_date BETWEEN $first_day AND $last_day
GROUP BY stage
ORDER BY stage NULLS LAST
