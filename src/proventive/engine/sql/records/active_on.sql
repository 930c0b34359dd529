-- One row is the number of people active on a day: under the agreement, and over all agreements, each person once.
-- A person is active from the day on which they started to the last day of support, both included.
-- $agreement: id of the agreement
-- $day: the day
SELECT COUNT(DISTINCT CASE WHEN agreement = $agreement THEN person_id END) AS under_agreement,
       COUNT(DISTINCT person_id) AS over_all
FROM referrals
WHERE started_on <= $day AND (ended_on IS NULL OR ended_on >= $day)
ORDER BY over_all NULLS LAST
