-- One row is a pattern of use before in people who had not joined, with how many had it, and their use in the follow-up after.
-- $recent: days in the last 3 months
-- $year: days in the last 12 months
-- $follow_up: days of follow-up
-- $earlier_from: first day of the earlier window, in days before
-- $earlier_to: last day of the earlier window, in days before
WITH used AS (
  SELECT not_joined.person_id,
         not_joined.day,
         SUM(CASE WHEN use_days.day >= not_joined.day - $recent AND use_days.day < not_joined.day
                  THEN use_days.quantity ELSE 0 END) AS last_3_months,
         SUM(CASE WHEN use_days.day >= not_joined.day - $year AND use_days.day < not_joined.day - $recent
                  THEN use_days.quantity ELSE 0 END) AS prior_9_months,
         SUM(CASE WHEN use_days.day >= not_joined.day - $earlier_from AND use_days.day <= not_joined.day - $earlier_to
                  THEN use_days.quantity ELSE 0 END) AS earlier,
         SUM(CASE WHEN use_days.day >= not_joined.day AND use_days.day < not_joined.day + $follow_up
                       AND use_days.day <= not_joined.last_day
                  THEN use_days.quantity ELSE 0 END) AS after
  FROM not_joined
  JOIN use_days ON use_days.person_id = not_joined.person_id
               AND use_days.day >= not_joined.day - GREATEST($earlier_from, $year)
               AND use_days.day < not_joined.day + $follow_up
  GROUP BY not_joined.person_id, not_joined.day
)
SELECT CAST(COALESCE(used.last_3_months, 0) AS BIGINT) AS last_3_months,
       CAST(COALESCE(used.prior_9_months, 0) AS BIGINT) AS prior_9_months,
       CAST(COALESCE(used.earlier, 0) AS BIGINT) AS earlier,
       COUNT(*) AS people,
       CAST(SUM(COALESCE(used.after, 0)) AS BIGINT) AS after
FROM not_joined
LEFT JOIN used ON used.person_id = not_joined.person_id AND used.day = not_joined.day
GROUP BY 1, 2, 3
ORDER BY last_3_months NULLS LAST, prior_9_months NULLS LAST, earlier NULLS LAST
