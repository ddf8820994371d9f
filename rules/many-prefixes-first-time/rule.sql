SELECT person, day, uniqExact(place) AS new_places, sum(bytes_there) AS bytes, groupUniqArray(20)(place) AS places,
  min(first_there) AS first_read, max(last_there) AS last_read
FROM (
  SELECT
    person, on_day AS day, place, bytes_there, first_there, last_there,
    min(on_day) OVER (PARTITION BY person, place) AS first_day,
    min(on_day) OVER (PARTITION BY person) AS known_since
  FROM (
    SELECT
      toString(person) AS person,
      toDate(time) AS on_day,
      concat(bucket, '/', extract(if(prefix = '', key, prefix), '^([^/]+/[^/]+)')) AS place,
      sum(bytes) AS bytes_there,
      min(time) AS first_there,
      max(time) AS last_there
    FROM object
    WHERE time >= {since:Date} AND time < {until:Date} AND bytes > 0 AND positionCaseInsensitive(operation, 'get') > 0
    GROUP BY person, on_day, place
  )
)
WHERE day >= {from:Date} AND first_day = day AND known_since < day - 7
GROUP BY person, day
HAVING new_places >= 10 AND bytes >= 1000000000
