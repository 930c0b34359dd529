-- One row is a person who joined in the period, with their use in the 12 months before (the last 3 and the 9 before those) and after joining, while alive and resident, and their own sums over the days on which they had not joined yet.
-- $recent: days in the last 3 months
-- $year: days in the last 12 months, and of use after
WITH used AS (
  SELECT participants.person_id,
         SUM(CASE WHEN use_days.day >= participants.joined_day - $recent AND use_days.day < participants.joined_day
                  THEN use_days.quantity ELSE 0 END) AS use_recent,
         SUM(CASE WHEN use_days.day < participants.joined_day - $recent THEN use_days.quantity ELSE 0 END) AS use_prior,
         SUM(CASE WHEN use_days.day >= participants.joined_day THEN use_days.quantity ELSE 0 END) AS use_after
  FROM participants
  JOIN use_days ON use_days.person_id = participants.person_id
               AND use_days.day >= participants.joined_day - $year
               AND use_days.day < participants.joined_day + $year
               AND use_days.day <= participants.last_day
  WHERE participants.standing = 'eligible'
  GROUP BY participants.person_id
)
SELECT participants.person_id,
       participants.joined_day,
       participants.standing,
       CASE WHEN participants.died_day < participants.joined_day + $year THEN 1 ELSE 0 END AS died,
       CASE WHEN participants.last_day < participants.joined_day + $year - 1
                 AND participants.last_day < participants.died_day THEN 1 ELSE 0 END AS moved,
       CAST(COALESCE(used.use_recent, 0) AS BIGINT) AS use_recent,
       CAST(COALESCE(used.use_prior, 0) AS BIGINT) AS use_prior,
       CAST(COALESCE(used.use_after, 0) AS BIGINT) AS use_after,
       COALESCE(pairs_of_periods.pairs, 0) AS pairs,
       COALESCE(pairs_of_periods.recent, 0) AS recent,
       COALESCE(pairs_of_periods.prior, 0) AS prior,
       COALESCE(pairs_of_periods.recent_recent, 0) AS recent_recent,
       COALESCE(pairs_of_periods.recent_prior, 0) AS recent_prior,
       COALESCE(pairs_of_periods.prior_prior, 0) AS prior_prior,
       COALESCE(pairs_of_periods.after, 0) AS after,
       COALESCE(pairs_of_periods.recent_after, 0) AS recent_after,
       COALESCE(pairs_of_periods.prior_after, 0) AS prior_after
FROM participants
LEFT JOIN used ON used.person_id = participants.person_id
LEFT JOIN pairs_of_periods ON pairs_of_periods.person_id = participants.person_id
ORDER BY md5(participants.person_id) NULLS LAST, participants.person_id NULLS LAST
