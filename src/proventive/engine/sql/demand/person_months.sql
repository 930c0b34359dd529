-- One row is a person, a month (year * 12 + month) and an event: how much was used, and what it cost in pence.
-- The cost is missing where no unit cost is in force in the financial year (from 1 April): it is never 0.
-- In slices of demand by person_id.
SELECT used.person_id,
       used.months,
       used.event,
       used.quantity,
       used.quantity * CAST(unit_costs.pence AS BIGINT) AS pence
FROM (SELECT person_id,
             year(on_date) * 12 + month(on_date) AS months,
             CASE WHEN month(on_date) >= 4 THEN year(on_date) ELSE year(on_date) - 1 END AS financial_year,
             event,
             CAST(SUM(quantity) AS BIGINT) AS quantity
      FROM demand
      GROUP BY 1, 2, 3, 4) AS used
LEFT JOIN unit_costs ON unit_costs.event = used.event
                    AND CAST(unit_costs.financial_year AS BIGINT) = used.financial_year
