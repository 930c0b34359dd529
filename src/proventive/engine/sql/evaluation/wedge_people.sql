-- One row is a person at a site that was allocated a turn in the period, with the days (since 2000) between which their use would be seen.
-- Somebody whose use is not to be looked at, or cannot be, is seen on no day: the last is before the first.
-- $agreement: id of the agreement
-- $first_day: first day of the period
-- $last_day: last day of the period
WITH starts AS (
  SELECT person_id, MIN(started_on - DATE '2000-01-01') AS day
  FROM referrals
  WHERE agreement = $agreement AND started_on IS NOT NULL
  GROUP BY person_id
),
refused AS (
  SELECT DISTINCT person_id FROM people WHERE consent IN ('no', 'withdrawn')
)
SELECT allocations.person_id,
       COALESCE(allocations.cluster, '') AS cluster,
       allocations.arm,
       allocations.how,
       allocations.on_date - DATE '2000-01-01' AS turn,
       CASE WHEN refused.person_id IS NULL AND population.person_id IS NOT NULL
            THEN population.resident_from - DATE '2000-01-01' ELSE 99999 END AS first_seen,
       CASE WHEN refused.person_id IS NULL AND population.person_id IS NOT NULL
            THEN LEAST(COALESCE(population.resident_to - DATE '2000-01-01', 99999),
                       COALESCE(population.died_on - DATE '2000-01-01', 99999)) ELSE -1 END AS last_seen,
       COALESCE(population.died_on - DATE '2000-01-01', 99999) AS died,
       COALESCE(starts.day, 99999) AS started
FROM allocations
LEFT JOIN population ON population.person_id = allocations.person_id
LEFT JOIN refused ON refused.person_id = allocations.person_id
LEFT JOIN starts ON starts.person_id = allocations.person_id
WHERE allocations.agreement = $agreement AND allocations.on_date BETWEEN $first_day AND $last_day
ORDER BY md5(allocations.person_id) NULLS LAST, allocations.person_id NULLS LAST
