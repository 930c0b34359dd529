-- One row is a published result about people who joined within the period, the latest first.
-- $agreement: id of the agreement
-- $objective: id of the objective
-- $first_day: first day of the period
-- $last_day: last day of the period
SELECT period_start, period_end, design, unit, people, observed, counterfactual, effect, low, high, source
FROM reported
WHERE agreement = $agreement AND objective = $objective
  AND period_start >= $first_day AND period_end <= $last_day
ORDER BY period_end DESC NULLS LAST, period_start DESC NULLS LAST, source NULLS LAST, design NULLS LAST
