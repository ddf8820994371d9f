SELECT account, run, count() AS downloads, sum(bytes) AS total, uniqExact(file) AS files
FROM artifact
WHERE operation = 'GET' AND (hasTokenCaseInsensitive(path, 'weights') OR hasTokenCaseInsensitive(path, 'model'))
GROUP BY account, run
HAVING total > 100000000
