-- One row is a person and a joining day (of their own, or of somebody like them) before which they used the service, and how much.
-- $recent: days in the last 3 months
-- $year: days in the last 12 months
SELECT looked_at.person_id,
       looked_at.joined_day,
       CAST(SUM(CASE WHEN use_days.day >= looked_at.joined_day - $recent THEN use_days.quantity ELSE 0 END) AS BIGINT) AS last_3_months,
       CAST(SUM(CASE WHEN use_days.day < looked_at.joined_day - $recent THEN use_days.quantity ELSE 0 END) AS BIGINT) AS prior_9_months
FROM (SELECT person_id, joined_day FROM participants WHERE standing = 'eligible'
      UNION SELECT comparator, joined_day FROM people_alike) AS looked_at
JOIN use_days ON use_days.person_id = looked_at.person_id
             AND use_days.day >= looked_at.joined_day - $year
             AND use_days.day < looked_at.joined_day
GROUP BY looked_at.person_id, looked_at.joined_day
