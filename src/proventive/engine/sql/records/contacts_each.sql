-- One row is a number of contacts in the period, with how many people served had so many; 0 is a number too.
-- A contact that names no agreement counts where the person was served under the agreement on that day.
-- Needs records/active_days.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
WITH met AS (
  SELECT contacts.person_id, COUNT(*) AS contacts
  FROM contacts
  LEFT JOIN active_days ON active_days.person_id = contacts.person_id
                       AND active_days.on_date = contacts.on_date
  WHERE contacts.on_date BETWEEN $first_day AND $last_day
    AND (contacts.agreement = $agreement OR (contacts.agreement IS NULL AND active_days.among_them = 1))
  GROUP BY contacts.person_id
),
served AS (
  SELECT person_id FROM met
  UNION
  SELECT person_id FROM referrals
  WHERE agreement = $agreement AND started_on <= $last_day AND (ended_on IS NULL OR ended_on >= $first_day)
)
SELECT COALESCE(met.contacts, 0) AS contacts, COUNT(*) AS people
FROM served
LEFT JOIN met ON met.person_id = served.person_id
GROUP BY COALESCE(met.contacts, 0)
ORDER BY contacts NULLS LAST
