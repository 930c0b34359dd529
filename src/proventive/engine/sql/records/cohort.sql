-- One row is a person who joined under the agreement, with the day of joining (the first, if they came back) and whether their record may be used, and whether the time to keep it is over.
-- $agreement: id of the agreement
-- $day: the day on which it is looked at
SELECT joined.person_id,
       joined.joined_on,
       CASE WHEN people.consent IN ('no', 'withdrawn') THEN 0 ELSE 1 END AS agreed,
       CASE WHEN people.keep_until < $day THEN 1 ELSE 0 END AS time_is_over
FROM (SELECT person_id, MIN(started_on) AS joined_on
      FROM referrals
      WHERE agreement = $agreement AND started_on IS NOT NULL
      GROUP BY person_id) AS joined
LEFT JOIN (SELECT person_id, MIN(CASE WHEN consent IN ('no', 'withdrawn') THEN 'no' ELSE 'yes' END) AS consent,
                  MIN(keep_until) AS keep_until
           FROM people GROUP BY person_id) AS people
       ON people.person_id = joined.person_id
ORDER BY joined.joined_on NULLS LAST, joined.person_id NULLS LAST
