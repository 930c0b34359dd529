-- One row is use by a participant or a candidate on a day counted from the joining day (0), while alive and resident.
-- $before: days before joining
-- $after: days from joining on
SELECT looked_at.person_id,
       looked_at.joined_day,
       use_days.day - looked_at.joined_day AS days_from_joining,
       use_days.quantity
FROM (SELECT person_id, joined_day FROM participants WHERE standing NOT IN ('no-consent', 'not-linked')
      UNION SELECT comparator, joined_day FROM candidates) AS looked_at
JOIN residents ON residents.person_id = looked_at.person_id
JOIN use_days ON use_days.person_id = looked_at.person_id
             AND use_days.day >= looked_at.joined_day - $before
             AND use_days.day < looked_at.joined_day + $after
             AND use_days.day <= residents.last_day
ORDER BY looked_at.person_id NULLS LAST, looked_at.joined_day NULLS LAST, days_from_joining NULLS LAST
