-- One row is a person who joined under the agreement, with the day of joining (the first, if they came back) and whether their record may be used.
-- $agreement: id of the agreement
SELECT joined.person_id,
       joined.joined_on,
       CASE WHEN people.consent IN ('no', 'withdrawn') THEN 0 ELSE 1 END AS agreed
FROM (SELECT person_id, MIN(started_on) AS joined_on
      FROM referrals
      WHERE agreement = $agreement AND started_on IS NOT NULL
      GROUP BY person_id) AS joined
LEFT JOIN (SELECT person_id, MIN(CASE WHEN consent IN ('no', 'withdrawn') THEN 'no' ELSE 'yes' END) AS consent FROM people GROUP BY person_id) AS people
       ON people.person_id = joined.person_id
ORDER BY joined.joined_on NULLS LAST, joined.person_id NULLS LAST
