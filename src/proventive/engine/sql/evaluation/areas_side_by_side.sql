-- One row is a count of the event in an area and a period within the days asked for, and out of how many.
-- $event: id of the event
-- $first_day: first day that is looked at
-- $last_day: last day that is looked at
SELECT area_code,
       period_start,
       period_end,
       "count" AS counted,
       COALESCE(denominator, 0) AS out_of
FROM area_series
WHERE event = $event AND period_start >= $first_day AND period_end <= $last_day
ORDER BY area_code NULLS LAST, period_start NULLS LAST, period_end NULLS LAST, counted NULLS LAST, out_of NULLS LAST
