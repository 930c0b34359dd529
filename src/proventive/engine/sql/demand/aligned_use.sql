-- One row is a person, an index day, a window counted in days from it (by number) and an event: how much was used in it while alive and resident, and what it cost in pence.
-- The cost is missing where no unit cost is in force for any part of that use: it is never 0.
SELECT used.person_id,
       used.index_day,
       used.span,
       used.event,
       CAST(SUM(used.quantity) AS BIGINT) AS quantity,
       CASE WHEN COUNT(*) = COUNT(unit_costs.pence) THEN CAST(SUM(used.quantity * CAST(unit_costs.pence AS BIGINT)) AS BIGINT) END AS pence
FROM (SELECT seen.person_id,
             seen.index_day,
             CAST(windows.span AS INTEGER) AS span,
             seen.event,
             seen.financial_year,
             seen.quantity
      FROM (SELECT exposure.person_id,
                   exposure.index_day,
                   demand.on_date - DATE '2000-01-01' - exposure.index_day AS days_from_index,
                   CASE WHEN month(demand.on_date) >= 4 THEN year(demand.on_date) ELSE year(demand.on_date) - 1 END AS financial_year,
                   demand.event,
                   demand.quantity
            FROM demand
            JOIN exposure ON exposure.person_id = demand.person_id
            WHERE demand.on_date - DATE '2000-01-01' <= exposure.last_day) AS seen
      JOIN windows ON seen.days_from_index BETWEEN CAST(windows.first_day AS INTEGER) AND CAST(windows.last_day AS INTEGER)) AS used
LEFT JOIN unit_costs ON unit_costs.event = used.event
                    AND CAST(unit_costs.financial_year AS BIGINT) = used.financial_year
GROUP BY used.person_id, used.index_day, used.span, used.event
ORDER BY used.person_id NULLS LAST, used.index_day NULLS LAST, used.span NULLS LAST, used.event NULLS LAST
