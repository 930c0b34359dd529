-- One row is a day (since 2000) on which a person used the service that the objective counts, and how much.
-- $event: id of the event
SELECT person_id,
       on_date - DATE '2000-01-01' AS day,
       CAST(SUM(quantity) AS BIGINT) AS quantity
FROM demand
WHERE event = $event
GROUP BY person_id, on_date - DATE '2000-01-01'
