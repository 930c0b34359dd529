-- One row is the number of members of staff: on the first and the last day of the period, those who stayed from one to
-- the other, those who started, those who left, and those who were served before. Each member of staff counts once.
-- $first_day, $last_day: the period, both days included
WITH each_one AS (
  SELECT staff_id,
         MAX(CASE WHEN started_on <= $first_day AND (left_on IS NULL OR left_on >= $first_day) THEN 1 ELSE 0 END) AS at_start,
         MAX(CASE WHEN started_on <= $last_day AND (left_on IS NULL OR left_on >= $last_day) THEN 1 ELSE 0 END) AS at_end,
         MAX(CASE WHEN started_on BETWEEN $first_day AND $last_day THEN 1 ELSE 0 END) AS started,
         MAX(CASE WHEN left_on BETWEEN $first_day AND $last_day THEN 1 ELSE 0 END) AS has_left,
         MAX(CASE WHEN lived_experience = 'yes' THEN 1 ELSE 0 END) AS served_before
  FROM workforce
  GROUP BY staff_id
)
SELECT CAST(COALESCE(SUM(at_start), 0) AS BIGINT) AS at_start,
       CAST(COALESCE(SUM(at_end), 0) AS BIGINT) AS at_end,
       CAST(COALESCE(SUM(at_start * at_end), 0) AS BIGINT) AS stayed,
       CAST(COALESCE(SUM(started), 0) AS BIGINT) AS started,
       CAST(COALESCE(SUM(has_left * (1 - at_end)), 0) AS BIGINT) AS has_left,
       CAST(COALESCE(SUM(at_end * served_before), 0) AS BIGINT) AS served_before_at_end,
       CAST(COALESCE(SUM(started * served_before), 0) AS BIGINT) AS served_before_started
FROM each_one
ORDER BY at_start NULLS LAST
