-- One row is a person and a joining day around which their use is looked at: a participant's own, or that of somebody like them.
SELECT person_id, joined_day AS index_day FROM participants WHERE standing NOT IN ('no-consent', 'not-linked')
UNION
SELECT comparator, joined_day FROM candidates
