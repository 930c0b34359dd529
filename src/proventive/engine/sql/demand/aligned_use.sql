-- One row is a person, an index day, a window counted in days from it and an event: how much was used in it while alive and resident, and what it cost in pence.
-- The cost is missing where no unit cost is in force for any part of that use: it is never 0.
SELECT person_id,
       index_day,
       span,
       event,
       CAST(SUM(quantity) AS BIGINT) AS quantity,
       CASE WHEN COUNT(*) = COUNT(pence) THEN CAST(SUM(quantity * pence) AS BIGINT) END AS pence
FROM (SELECT seen.person_id,
             seen.index_day,
             windows.span,
             seen.event,
             seen.quantity,
             CAST(unit_costs.pence AS BIGINT) AS pence
      FROM (SELECT exposure.person_id,
                   exposure.index_day,
                   demand.on_date - DATE '2000-01-01' - exposure.index_day AS days_from_index,
                   CASE WHEN month(demand.on_date) >= 4 THEN year(demand.on_date) ELSE year(demand.on_date) - 1 END AS financial_year,
                   demand.event,
                   demand.quantity
            FROM demand
            JOIN exposure ON exposure.person_id = demand.person_id
            WHERE demand.on_date - DATE '2000-01-01' <= exposure.last_day) AS seen
      JOIN windows ON seen.days_from_index BETWEEN CAST(windows.first_day AS INTEGER) AND CAST(windows.last_day AS INTEGER)
      LEFT JOIN unit_costs ON unit_costs.event = seen.event
                          AND CAST(unit_costs.financial_year AS BIGINT) = seen.financial_year) AS priced
GROUP BY person_id, index_day, span, event
ORDER BY person_id NULLS LAST, index_day NULLS LAST, span NULLS LAST, event NULLS LAST
