-- One row is a person and an index day (days since 2000), with the last day on which their use would be seen and how they left, if they did.
-- $days: days of follow-up, from the index day on
SELECT index_dates.person_id,
       index_dates.index_day,
       LEAST(COALESCE(population.resident_to - DATE '2000-01-01', 99999),
             COALESCE(population.died_on - DATE '2000-01-01', 99999)) AS last_day,
       GREATEST(0, LEAST($days,
                         COALESCE(population.resident_to - DATE '2000-01-01', 99999) - index_dates.index_day + 1,
                         COALESCE(population.died_on - DATE '2000-01-01', 99999) - index_dates.index_day + 1)) AS days_at_risk,
       CASE WHEN population.died_on - DATE '2000-01-01' < index_dates.index_day + $days
                 AND population.died_on <= COALESCE(population.resident_to, population.died_on) THEN 'died'
            WHEN population.resident_to - DATE '2000-01-01' < index_dates.index_day + $days THEN 'moved away'
            ELSE 'followed' END AS left_by
FROM index_dates
JOIN population ON population.person_id = index_dates.person_id
