-- The register of sanctioned destinations: what files say and, before them, what people decided.
-- An address is a host, `*.` and the end of hosts, an IP address or a network; the most particular entry speaks.

ALTER TABLE destination_row ADD COLUMN IF NOT EXISTS until Date DEFAULT '2100-01-01' AFTER standing;
ALTER TABLE destination_row ADD COLUMN IF NOT EXISTS owner String AFTER until;
ALTER TABLE destination_row ADD COLUMN IF NOT EXISTS note String AFTER owner;

-- What people decided, copied from the records (src/activity/directory/register/). standing: own, partner, vendor, or
-- none where an entry of a file was withdrawn. `batch` grows with every copy.
CREATE TABLE IF NOT EXISTS sanction_row (
  address String, name String, standing LowCardinality(String), until Date, owner String, note String,
  decision UInt64, batch UInt64, deleted UInt8
) ENGINE = ReplacingMergeTree(batch, deleted) ORDER BY address
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Every address once, with what holds for it; what was withdrawn, too. Names of hosts know no upper case.
CREATE OR REPLACE VIEW register AS
SELECT pattern AS address, said.1 AS name, said.2 AS standing, said.3 AS until, said.4 AS owner, said.5 AS note
FROM (
  SELECT pattern, argMax((name, standing, until, owner, note), rank) AS said
  FROM (
    SELECT lower(address) AS pattern, name, toString(standing) AS standing, until, owner, note,
      (toUInt8(0), batch, address) AS rank
    FROM destination_row FINAL
    UNION ALL
    SELECT lower(address) AS pattern, name, toString(standing) AS standing, until, owner, note,
      (toUInt8(1), batch, address) AS rank
    FROM sanction_row FINAL
  )
  GROUP BY pattern
);

CREATE OR REPLACE VIEW destination AS
SELECT address, name, standing, until, owner, note FROM register WHERE standing != 'none';

-- A prefix that is none would keep the whole dictionary from loading.
CREATE OR REPLACE VIEW register_network AS
SELECT concat(parts[1], '/', toString(bits)) AS prefix, address AS entry, standing, until
FROM (
  SELECT address, standing, until, splitByChar('/', address) AS parts,
    multiIf(length(parts) = 1, if(isIPv4String(parts[1]), 32, 128),
      length(parts) = 2 AND match(parts[2], '^[0-9]{1,3}$'), toUInt16OrDefault(parts[2], toUInt16(999)), 999) AS bits
  FROM register
)
WHERE (isIPv4String(parts[1]) AND bits <= 32) OR (isIPv6String(parts[1]) AND bits <= 128);

-- The name '*' stands for nothing but that some entry is the end of hosts.
CREATE OR REPLACE VIEW register_name AS
SELECT address, address AS entry, standing, until FROM register WHERE address != '*'
UNION ALL
SELECT DISTINCT '*' AS address, '' AS entry, '' AS standing, toDate('2100-01-01') AS until FROM register WHERE startsWith(register.address, '*.');

CREATE DICTIONARY IF NOT EXISTS registered_name (address String, entry String, standing String, until Date)
PRIMARY KEY address
SOURCE(CLICKHOUSE(TABLE 'register_name' DB 'weighbridge'))
LAYOUT(COMPLEX_KEY_HASHED())
LIFETIME(0);

CREATE DICTIONARY IF NOT EXISTS registered_network (prefix String, entry String, standing String, until Date)
PRIMARY KEY prefix
SOURCE(CLICKHOUSE(TABLE 'register_network' DB 'weighbridge'))
LAYOUT(IP_TRIE())
LIFETIME(0);

-- standing: own, partner, vendor, or empty where the register says nothing, has withdrawn it or knows it only until an
-- earlier day; registered_as: the entry that says so. Both are looked up at reading, so that an entry takes effect at
-- once: the name itself, then its ends, the longest first (of 7 to 2 labels), then the address. Ends are tried only where
-- the register has any: six lookups a row took as long as all the rest of a pass.
CREATE OR REPLACE VIEW flow_hour AS
WITH
  lower(destination) AS host,
  substring(host, position(host, '.') + 1) AS above,
  ('', '', toDate(0)) AS nothing,
  dictGetOrDefault('weighbridge.registered_name', ('entry', 'standing', 'until'), tuple(host), nothing) AS named,
  if(named.2 != '' AND toDate(hour) <= named.3, named, if(dictHas('weighbridge.registered_name', tuple('*')),
    arrayFirst(entry -> entry.2 != '' AND toDate(hour) <= entry.3, [
      dictGetOrDefault('weighbridge.registered_name', ('entry', 'standing', 'until'), tuple(concat('*.', substringIndex(above, '.', -7))), nothing),
      dictGetOrDefault('weighbridge.registered_name', ('entry', 'standing', 'until'), tuple(concat('*.', substringIndex(above, '.', -6))), nothing),
      dictGetOrDefault('weighbridge.registered_name', ('entry', 'standing', 'until'), tuple(concat('*.', substringIndex(above, '.', -5))), nothing),
      dictGetOrDefault('weighbridge.registered_name', ('entry', 'standing', 'until'), tuple(concat('*.', substringIndex(above, '.', -4))), nothing),
      dictGetOrDefault('weighbridge.registered_name', ('entry', 'standing', 'until'), tuple(concat('*.', substringIndex(above, '.', -3))), nothing),
      dictGetOrDefault('weighbridge.registered_name', ('entry', 'standing', 'until'), tuple(concat('*.', substringIndex(above, '.', -2))), nothing)]),
    nothing)) AS by_name,
  if(by_name.2 != '', nothing,
    dictGetOrDefault('weighbridge.registered_network', ('entry', 'standing', 'until'), tuple(toIPv6OrDefault(dst_ip)), nothing)) AS by_address,
  multiIf(by_name.2 != '', by_name, by_address.2 != '' AND toDate(hour) <= by_address.3, by_address, nothing) AS found
SELECT hour, person, destination, dst_ip, tunnel, is_internal,
  if(found.2 = 'none', '', found.2) AS standing, flows, bytes_out, bytes_in, duration_s, found.1 AS registered_as
FROM flow_hour_row FINAL;

DROP DICTIONARY IF EXISTS destination_standing
