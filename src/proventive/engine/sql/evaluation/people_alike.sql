-- One row is a participant and somebody like them who was alive, resident and not yet joined on the joining day, with the full history.
-- $history: days of history needed before joining
-- $by_age: 1 where people are matched on age (five-year bands on the joining day), else 0
SELECT participants.person_id AS participant,
       residents.person_id AS comparator,
       participants.joined_day,
       ABS(residents.birth_months - participants.birth_months) AS months_apart_in_age
FROM participants
JOIN residents ON residents.sex_stratum = participants.sex_stratum
              AND residents.deprivation_stratum = participants.deprivation_stratum
              AND residents.frailty_stratum = participants.frailty_stratum
LEFT JOIN joiners ON joiners.person_id = residents.person_id
WHERE participants.standing = 'eligible'
  AND residents.first_day <= participants.joined_day - $history
  AND residents.last_day >= participants.joined_day
  AND (joiners.joined_day IS NULL OR joiners.joined_day > participants.joined_day)
  AND ($by_age = 0
       OR (participants.joined_months - residents.birth_months)
          - (participants.joined_months - residents.birth_months) % 60
        = (participants.joined_months - participants.birth_months)
          - (participants.joined_months - participants.birth_months) % 60)
