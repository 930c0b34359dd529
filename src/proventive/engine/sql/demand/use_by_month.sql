-- One row is a month (year * 12 + month) and an event: who used it, how much, what it cost in pence, and for how many person-months the cost is missing.
SELECT months,
       event,
       COUNT(*) AS people,
       CAST(SUM(quantity) AS BIGINT) AS quantity,
       CAST(SUM(pence) AS BIGINT) AS pence,
       COUNT(*) - COUNT(pence) AS without_cost
FROM person_months
GROUP BY months, event
ORDER BY months NULLS LAST, event NULLS LAST
