-- One row is a count of the event in the area and a period.
-- $area: code of the area
-- $event: id of the event
-- $last_day: last day that is looked at
SELECT period_start, period_end, "count" AS counted
FROM area_series
WHERE area_code = $area AND event = $event AND period_end <= $last_day
ORDER BY period_start NULLS LAST, period_end NULLS LAST, counted NULLS LAST
