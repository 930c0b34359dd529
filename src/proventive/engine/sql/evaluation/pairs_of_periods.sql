-- One row is a person who had not joined on one or more of the days looked at: sums over those days of their use in the 12 months before (the last 3 and the 9 before those) and after.
-- $recent: days in the last 3 months
-- $year: days in the last 12 months, and of use after
WITH used AS (
  SELECT not_joined.person_id,
         not_joined.day,
         SUM(CASE WHEN use_days.day >= not_joined.day - $recent AND use_days.day < not_joined.day
                  THEN use_days.quantity ELSE 0 END) AS recent,
         SUM(CASE WHEN use_days.day < not_joined.day - $recent THEN use_days.quantity ELSE 0 END) AS prior,
         SUM(CASE WHEN use_days.day >= not_joined.day AND use_days.day <= not_joined.last_day
                  THEN use_days.quantity ELSE 0 END) AS after
  FROM not_joined
  JOIN use_days ON use_days.person_id = not_joined.person_id
               AND use_days.day >= not_joined.day - $year
               AND use_days.day < not_joined.day + $year
  GROUP BY not_joined.person_id, not_joined.day
)
SELECT not_joined.person_id,
       COUNT(*) AS pairs,
       CAST(COALESCE(SUM(used.recent), 0) AS BIGINT) AS recent,
       CAST(COALESCE(SUM(used.prior), 0) AS BIGINT) AS prior,
       CAST(COALESCE(SUM(used.recent * used.recent), 0) AS BIGINT) AS recent_recent,
       CAST(COALESCE(SUM(used.recent * used.prior), 0) AS BIGINT) AS recent_prior,
       CAST(COALESCE(SUM(used.prior * used.prior), 0) AS BIGINT) AS prior_prior,
       CAST(COALESCE(SUM(used.after), 0) AS BIGINT) AS after,
       CAST(COALESCE(SUM(used.recent * used.after), 0) AS BIGINT) AS recent_after,
       CAST(COALESCE(SUM(used.prior * used.after), 0) AS BIGINT) AS prior_after
FROM not_joined
LEFT JOIN used ON used.person_id = not_joined.person_id AND used.day = not_joined.day
GROUP BY not_joined.person_id
