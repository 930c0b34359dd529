-- One row is a person whose support under the agreement ended in the period, with their scores nearest to joining, to
-- the end of support, and to so many days after it; empty where there is none near enough.
-- Of two scores equally near, the earlier counts. Scores of people who did not agree to the use of their record are left out.
-- $agreement: id of the agreement
-- $instrument: id of the instrument
-- $first_day, $last_day: the period in which support ended, both days included
-- $near: days by which a score may lie from joining and from the end
-- $day: days after the end of support
-- $near_after: days by which a score may lie from that day
WITH ended AS (
  SELECT person_id, MIN(started_on) AS started_on, MAX(ended_on) AS ended_on
  FROM referrals
  WHERE agreement = $agreement AND started_on IS NOT NULL
    AND person_id NOT IN (SELECT person_id FROM people WHERE consent IN ('no', 'withdrawn') AND person_id IS NOT NULL)
  GROUP BY person_id
  HAVING COUNT(*) = COUNT(ended_on) AND MAX(ended_on) BETWEEN $first_day AND $last_day
),
wanted AS (
  SELECT person_id, 'joining' AS moment, started_on - DATE '2000-01-01' AS day, $near AS near FROM ended
  UNION ALL
  SELECT person_id, 'end' AS moment, ended_on - DATE '2000-01-01' AS day, $near AS near FROM ended
  UNION ALL
  SELECT person_id, 'after' AS moment, (ended_on - DATE '2000-01-01') + $day AS day, $near_after AS near FROM ended
),
ranked AS (
  SELECT wanted.person_id, wanted.moment, assessments.total,
         ROW_NUMBER() OVER (
           PARTITION BY wanted.person_id, wanted.moment
           ORDER BY ABS((assessments.on_date - DATE '2000-01-01') - wanted.day) NULLS LAST,
                    assessments.on_date NULLS LAST, assessments.total NULLS LAST) AS nearest
  FROM wanted
  JOIN assessments ON assessments.person_id = wanted.person_id
  WHERE assessments.instrument = $instrument
    AND ABS((assessments.on_date - DATE '2000-01-01') - wanted.day) <= wanted.near
)
SELECT ended.person_id,
       MAX(CASE WHEN ranked.moment = 'joining' THEN ranked.total END) AS at_joining,
       MAX(CASE WHEN ranked.moment = 'end' THEN ranked.total END) AS at_end,
       MAX(CASE WHEN ranked.moment = 'after' THEN ranked.total END) AS after_it
FROM ended
LEFT JOIN ranked ON ranked.person_id = ended.person_id AND ranked.nearest = 1
GROUP BY ended.person_id
ORDER BY person_id NULLS LAST
