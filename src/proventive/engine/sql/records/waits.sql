-- One row is a number of days from referral to start, with how many who started in the period waited so long.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period in which they started, both days included
SELECT (started_on - DATE '2000-01-01') - (referred_on - DATE '2000-01-01') AS days, COUNT(*) AS referrals
FROM referrals
WHERE agreement = $agreement AND started_on BETWEEN $first_day AND $last_day
GROUP BY (started_on - DATE '2000-01-01') - (referred_on - DATE '2000-01-01')
ORDER BY days NULLS LAST
