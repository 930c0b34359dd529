-- One row is a person who joined in the period, with their score nearest to a day from joining; empty where there is none near enough.
-- Of two scores equally near, the earlier counts. Scores of people who did not agree to the use of their record are left out.
-- $instrument: id of the instrument
-- $first_day: first day of the period
-- $last_day: last day of the period
-- $day: the day from joining (0 is the joining date)
-- $from_day: first day from joining that is near enough
-- $to_day: last day from joining that is near enough
WITH joined AS (
  SELECT joiners.person_id, joiners.joined_day
  FROM joiners
  WHERE joiners.joined_on BETWEEN $first_day AND $last_day
),
scores AS (
  SELECT joined.person_id,
         assessments.total,
         ROW_NUMBER() OVER (
           PARTITION BY joined.person_id
           ORDER BY ABS((assessments.on_date - DATE '2000-01-01') - joined.joined_day - $day) NULLS LAST,
                    assessments.on_date NULLS LAST, assessments.total NULLS LAST) AS nearest
  FROM joined
  JOIN assessments ON assessments.person_id = joined.person_id
  WHERE assessments.instrument = $instrument
    AND (assessments.on_date - DATE '2000-01-01') - joined.joined_day BETWEEN $from_day AND $to_day
)
SELECT joined.person_id, scores.total
FROM joined
LEFT JOIN scores ON scores.person_id = joined.person_id AND scores.nearest = 1
ORDER BY md5(joined.person_id) NULLS LAST, joined.person_id NULLS LAST
