-- One row is a set of sums over pairs of periods, and how many people have just these; those who joined in the period and may be looked at stand in another step, with their own use.
SELECT pairs_of_periods.pairs,
       pairs_of_periods.recent,
       pairs_of_periods.prior,
       pairs_of_periods.recent_recent,
       pairs_of_periods.recent_prior,
       pairs_of_periods.prior_prior,
       pairs_of_periods.after,
       pairs_of_periods.recent_after,
       pairs_of_periods.prior_after,
       COUNT(*) AS people
FROM pairs_of_periods
LEFT JOIN participants ON participants.person_id = pairs_of_periods.person_id
WHERE participants.standing IS NULL OR participants.standing <> 'eligible'
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
ORDER BY pairs NULLS LAST, recent NULLS LAST, prior NULLS LAST, recent_recent NULLS LAST, recent_prior NULLS LAST,
         prior_prior NULLS LAST, after NULLS LAST, recent_after NULLS LAST, prior_after NULLS LAST
