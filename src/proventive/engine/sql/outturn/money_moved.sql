-- One row is money that moved in the period, in or out, by whether it belongs to the agreement.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
SELECT CASE WHEN agreement = $agreement THEN 1 ELSE 0 END AS this_agreement,
       CASE WHEN amount < 0 THEN 'out' ELSE 'in' END AS direction,
       SUM(ABS(amount)) AS amount
FROM finance
WHERE on_date BETWEEN $first_day AND $last_day
GROUP BY 1, 2
ORDER BY this_agreement NULLS LAST, direction NULLS LAST
