-- One row is a person allocated under the agreement in the period, with their group, whether their use can be seen, and their use before and after.
-- A person allocated twice counts where they were allocated first.
-- $agreement: id of the agreement
-- $event: id of the event
-- $first_day: first day of the period
-- $last_day: last day of the period
-- $before: days before the allocation in which use is counted
-- $follow_up: days of follow-up, from the day of the allocation on
WITH ranked AS (
  SELECT person_id,
         arm,
         how,
         cluster,
         score,
         on_date,
         on_date - DATE '2000-01-01' AS day,
         ROW_NUMBER() OVER (PARTITION BY person_id
                            ORDER BY on_date NULLS LAST, arm NULLS LAST, how NULLS LAST, cluster NULLS LAST,
                                     score NULLS LAST) AS place
  FROM allocations
  WHERE agreement = $agreement
),
used AS (
  SELECT ranked.person_id,
         SUM(CASE WHEN demand.on_date - DATE '2000-01-01' < ranked.day THEN demand.quantity ELSE 0 END) AS before,
         SUM(CASE WHEN demand.on_date - DATE '2000-01-01' >= ranked.day THEN demand.quantity ELSE 0 END) AS after
  FROM ranked
  JOIN demand ON demand.person_id = ranked.person_id
  WHERE ranked.place = 1
    AND demand.event = $event
    AND demand.on_date - DATE '2000-01-01' BETWEEN ranked.day - $before AND ranked.day + $follow_up - 1
  GROUP BY ranked.person_id
),
starts AS (
  SELECT person_id, MIN(started_on - DATE '2000-01-01') AS day
  FROM referrals
  WHERE agreement = $agreement AND started_on IS NOT NULL
  GROUP BY person_id
)
SELECT ranked.person_id,
       ranked.arm,
       ranked.how,
       COALESCE(ranked.cluster, '') AS cluster,
       ranked.score,
       ranked.day,
       CASE WHEN people.consent IN ('no', 'withdrawn') THEN 'no-consent'
            WHEN population.person_id IS NULL THEN 'not-linked'
            WHEN population.resident_from - DATE '2000-01-01' > ranked.day - $before THEN 'short-history'
            WHEN population.resident_to - DATE '2000-01-01' < ranked.day + $follow_up - 1
                 AND COALESCE(population.died_on, DATE '2999-12-31') > population.resident_to THEN 'moved-away'
            ELSE 'followed' END AS standing,
       CASE WHEN population.died_on - DATE '2000-01-01' < ranked.day + $follow_up THEN 1 ELSE 0 END AS died,
       CASE WHEN starts.day < ranked.day + $follow_up THEN 1 ELSE 0 END AS started,
       CAST(COALESCE(used.before, 0) AS BIGINT) AS before,
       CAST(COALESCE(used.after, 0) AS BIGINT) AS after
FROM ranked
LEFT JOIN population ON population.person_id = ranked.person_id
LEFT JOIN (SELECT person_id, MIN(CASE WHEN consent IN ('no', 'withdrawn') THEN 'no' ELSE 'yes' END) AS consent FROM people GROUP BY person_id) AS people
       ON people.person_id = ranked.person_id
LEFT JOIN used ON used.person_id = ranked.person_id
LEFT JOIN starts ON starts.person_id = ranked.person_id
WHERE ranked.place = 1 AND ranked.on_date BETWEEN $first_day AND $last_day
ORDER BY md5(ranked.person_id) NULLS LAST, ranked.person_id NULLS LAST
