-- One row is a questionnaire that is asked of a person who joined: the day for which it is meant, the last day that is
-- near enough (both days since 2000), and whether it was filled in (1 or 0). Nobody is asked once support ended by death
-- or moving away before that day, nor who did not agree to the use of their record.
-- Needs the table asked: instrument, moment, day, from_day, to_day (days from joining, as text).
-- $agreement: id of the agreement
WITH joined AS (
  SELECT person_id, MIN(started_on) - DATE '2000-01-01' AS joined_day,
         MIN(CASE WHEN end_reason IN ('died', 'moved') THEN ended_on END) - DATE '2000-01-01' AS gone_day
  FROM referrals
  WHERE agreement = $agreement AND started_on IS NOT NULL
    AND person_id NOT IN (SELECT person_id FROM people WHERE consent IN ('no', 'withdrawn') AND person_id IS NOT NULL)
  GROUP BY person_id
),
wanted AS (
  SELECT joined.person_id, asked.instrument, asked.moment,
         joined.joined_day + CAST(asked.from_day AS BIGINT) AS from_day,
         joined.joined_day + CAST(asked.day AS BIGINT) AS due_day,
         joined.joined_day + CAST(asked.to_day AS BIGINT) AS to_day
  FROM joined
  CROSS JOIN asked
  WHERE joined.gone_day IS NULL OR joined.gone_day >= joined.joined_day + CAST(asked.day AS BIGINT)
)
SELECT wanted.person_id, wanted.instrument, wanted.moment, wanted.due_day, wanted.to_day,
       MAX(CASE WHEN assessments.person_id IS NULL THEN 0 ELSE 1 END) AS filled_in
FROM wanted
LEFT JOIN assessments ON assessments.person_id = wanted.person_id
                     AND assessments.instrument = wanted.instrument
                     AND assessments.on_date - DATE '2000-01-01' BETWEEN wanted.from_day AND wanted.to_day
GROUP BY wanted.person_id, wanted.instrument, wanted.moment, wanted.due_day, wanted.to_day
ORDER BY due_day NULLS LAST, person_id NULLS LAST, instrument NULLS LAST, moment NULLS LAST
