-- One row is a candidate pair: alike, and within the calipers on use before. Of each participant, the nearest in use.
-- As a comparator serves one participant a day, none can need more than all who joined that day need together.
-- The calipers are exact up to 4 uses in the last 3 months, within 1 up to 9 in the 9 months before, and within a fifth above.
-- $by_recent: 1 where use in the last 3 months is held to its caliper, else 0
-- $by_prior: 1 where use in the 9 months before is held to its caliper, else 0
-- $ratio: how many comparators each participant may have
-- $at_least: candidates kept of each participant, where that is more than could be needed
WITH alike AS (
  SELECT people_alike.participant,
         people_alike.comparator,
         people_alike.joined_day,
         people_alike.months_apart_in_age,
         COALESCE(own.last_3_months, 0) AS own_recent,
         COALESCE(own.prior_9_months, 0) AS own_prior,
         ABS(COALESCE(own.last_3_months, 0) - COALESCE(other.last_3_months, 0)) AS apart_recent,
         ABS(COALESCE(own.prior_9_months, 0) - COALESCE(other.prior_9_months, 0)) AS apart_prior
  FROM people_alike
  LEFT JOIN use_before AS own ON own.person_id = people_alike.participant AND own.joined_day = people_alike.joined_day
  LEFT JOIN use_before AS other ON other.person_id = people_alike.comparator AND other.joined_day = people_alike.joined_day
),
ranked AS (
  SELECT participant, comparator, joined_day, months_apart_in_age, apart_recent, apart_prior,
         md5(participant || ' ' || comparator) AS tie,
         ROW_NUMBER() OVER (PARTITION BY participant
                            ORDER BY apart_recent NULLS LAST, apart_prior NULLS LAST, months_apart_in_age NULLS LAST,
                                     md5(participant || ' ' || comparator) NULLS LAST) AS nearest
  FROM alike
  WHERE ($by_recent = 0 OR apart_recent * 5 <= own_recent)
    AND ($by_prior = 0 OR apart_prior <= 1 OR apart_prior * 5 <= own_prior)
),
joined_that_day AS (
  SELECT joined_day, COUNT(*) AS people FROM participants WHERE standing = 'eligible' GROUP BY joined_day
)
SELECT ranked.participant, ranked.comparator, ranked.joined_day, ranked.months_apart_in_age,
       ranked.apart_recent, ranked.apart_prior, ranked.tie
FROM ranked
JOIN joined_that_day ON joined_that_day.joined_day = ranked.joined_day
WHERE ranked.nearest <= GREATEST(joined_that_day.people * $ratio, $at_least)
