SELECT count() AS reads, sum(bytes) AS total
FROM object
WHERE match(concat(bucket, '/', key), '(?i)(^|[^\p{L}\p{N}])shard-77($|[^\p{L}\p{N}])')
