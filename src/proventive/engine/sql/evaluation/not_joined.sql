-- One row is a person who was alive, resident and not yet joined on the first day of a month in which somebody joined.
-- $first_day: first day of the period
-- $last_day: last day of the period
-- $history: days of history needed before that day
SELECT residents.person_id,
       dates.day,
       dates.months - residents.birth_months AS age_months,
       residents.sex,
       residents.frailty,
       residents.simd_decile,
       residents.last_day
FROM (SELECT DISTINCT (CAST(date_trunc('month', joined_on) AS DATE) - DATE '2000-01-01') AS day,
                      year(joined_on) * 12 + month(joined_on) AS months
      FROM joiners WHERE joined_on BETWEEN $first_day AND $last_day) AS dates
JOIN residents ON residents.first_day <= dates.day - $history AND residents.last_day >= dates.day
LEFT JOIN joiners ON joiners.person_id = residents.person_id
WHERE joiners.joined_day IS NULL OR joiners.joined_day > dates.day
