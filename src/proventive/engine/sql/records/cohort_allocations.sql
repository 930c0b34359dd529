-- One row is a person allocated under the agreement, with their group and whether their record may be used, and whether the time to keep it is over.
-- $agreement: id of the agreement
-- $day: the day on which it is looked at
SELECT allocations.person_id,
       allocations.on_date,
       allocations.arm,
       allocations.how,
       COALESCE(allocations.cluster, '') AS cluster,
       CASE WHEN people.consent IN ('no', 'withdrawn') THEN 0 ELSE 1 END AS agreed,
       CASE WHEN people.keep_until < $day THEN 1 ELSE 0 END AS time_is_over
FROM allocations
LEFT JOIN (SELECT person_id, MIN(CASE WHEN consent IN ('no', 'withdrawn') THEN 'no' ELSE 'yes' END) AS consent,
                  MIN(keep_until) AS keep_until
           FROM people GROUP BY person_id) AS people
       ON people.person_id = allocations.person_id
WHERE allocations.agreement = $agreement
ORDER BY allocations.on_date NULLS LAST, allocations.person_id NULLS LAST, allocations.arm NULLS LAST,
         allocations.how NULLS LAST, allocations.cluster NULLS LAST
