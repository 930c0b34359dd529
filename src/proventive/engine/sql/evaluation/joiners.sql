-- One row is a person who joined under the agreement, with the day of joining (days since 2000): the first, if they came back.
-- Who did not agree to the use of their record stands under an id that nothing else has: counted, and linked to nothing, in one folder as at a body that links.
-- $agreement: id of the agreement
WITH refused AS (
  SELECT DISTINCT person_id FROM people WHERE consent IN ('no', 'withdrawn')
)
SELECT CASE WHEN refused.person_id IS NULL THEN referrals.person_id
            ELSE 'not agreed ' || referrals.person_id END AS person_id,
       CASE WHEN refused.person_id IS NULL THEN 1 ELSE 0 END AS agreed,
       MIN(referrals.started_on) AS joined_on,
       MIN(referrals.started_on - DATE '2000-01-01') AS joined_day
FROM referrals
LEFT JOIN refused ON refused.person_id = referrals.person_id
WHERE referrals.agreement = $agreement AND referrals.started_on IS NOT NULL
GROUP BY 1, 2
