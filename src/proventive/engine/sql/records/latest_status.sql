-- One row is a status on a day (waiting, active or ended, and why it ended), with the people whose latest referral has
-- it: each person stands in one row.
-- $agreement: id of the agreement
-- $day: the day
WITH told AS (
  SELECT person_id,
         CASE WHEN ended_on < $day THEN 'ended' WHEN started_on <= $day THEN 'active' ELSE 'waiting' END AS status,
         CASE WHEN ended_on < $day THEN end_reason END AS reason,
         ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY referred_on DESC NULLS LAST) AS latest
  FROM referrals
  WHERE agreement = $agreement AND referred_on <= $day
)
SELECT status, reason, COUNT(*) AS people
FROM told
WHERE latest = 1
GROUP BY status, reason
ORDER BY status NULLS LAST, reason NULLS LAST
