-- One row is a day (since 2000) on which people of a site used the service that the objective counts, and how much.
-- Only use on days on which the person would be seen counts, as in evaluation/wedge_people.
-- $agreement: id of the agreement
-- $event: id of the event
-- $first_day: first day of the period in which sites were allocated their turns
-- $last_day: last day of that period
-- $from_day: first day of use that counts
-- $to_day: last day of use that counts
SELECT allocations.cluster,
       demand.on_date - DATE '2000-01-01' AS day,
       CAST(SUM(demand.quantity) AS BIGINT) AS quantity
FROM allocations
JOIN population ON population.person_id = allocations.person_id
JOIN demand ON demand.person_id = allocations.person_id
WHERE allocations.agreement = $agreement
  AND allocations.on_date BETWEEN $first_day AND $last_day
  AND allocations.cluster IS NOT NULL
  AND demand.event = $event
  AND demand.on_date - DATE '2000-01-01' BETWEEN $from_day AND $to_day
  AND demand.on_date >= population.resident_from
  AND demand.on_date <= COALESCE(population.resident_to, DATE '2999-12-31')
  AND demand.on_date <= COALESCE(population.died_on, DATE '2999-12-31')
  AND allocations.person_id NOT IN (SELECT person_id FROM people WHERE consent IN ('no', 'withdrawn') AND person_id IS NOT NULL)
GROUP BY allocations.cluster, demand.on_date - DATE '2000-01-01'
ORDER BY allocations.cluster NULLS LAST, day NULLS LAST
