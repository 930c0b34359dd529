-- One row is money that came in or went out in the period, by whether it belongs to the agreement (1 or 0).
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
SELECT CASE WHEN amount < 0 THEN 'out' ELSE 'in' END AS direction,
       CASE WHEN agreement = $agreement THEN 1 ELSE 0 END AS under_agreement,
       SUM(ABS(amount)) AS amount
FROM finance
WHERE on_date BETWEEN $first_day AND $last_day
GROUP BY CASE WHEN amount < 0 THEN 'out' ELSE 'in' END, CASE WHEN agreement = $agreement THEN 1 ELSE 0 END
ORDER BY direction NULLS LAST, under_agreement NULLS LAST
