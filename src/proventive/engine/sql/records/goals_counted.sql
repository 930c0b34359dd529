-- One row is the number of goals set in the period, of the people who set them, of the goals that were rated, and of
-- those rated 10 when they were last rated. A goal counts once, however often it was rated.
-- $first_day, $last_day: the period, both days included
WITH latest AS (
  SELECT person_id, goal, rating,
         ROW_NUMBER() OVER (PARTITION BY person_id, goal
                            ORDER BY rated_on DESC NULLS LAST, set_on DESC NULLS LAST, rating DESC NULLS LAST) AS place
  FROM goals
  WHERE set_on BETWEEN $first_day AND $last_day
)
SELECT COUNT(*) AS goals, COUNT(DISTINCT person_id) AS people, COUNT(rating) AS rated,
       CAST(COALESCE(SUM(CASE WHEN rating = 10 THEN 1 ELSE 0 END), 0) AS BIGINT) AS reached
FROM latest
WHERE place = 1
ORDER BY goals NULLS LAST
