-- The whole state of the sync server. The same on SQLite, D1 and in a Durable
-- Object, so that an export of one can be read into another.

-- One row a vault. Days are counted from 1970-01-01, UTC.
-- A deleted vault keeps its row with version 0 and its 16-byte id, nothing else.
CREATE TABLE IF NOT EXISTS vault (
  id      BLOB PRIMARY KEY,
  version INTEGER NOT NULL,
  hash    TEXT,    -- SHA-256 of the body, 64 hex digits
  body    TEXT,    -- base64: D1 carries a BLOB as a JSON array of numbers, at 3.5 times the CPU
  created INTEGER, -- day
  seen    INTEGER  -- day of the last use
);

-- For the sweep of expired vaults. Written when a vault is made or first used on a day.
CREATE INDEX IF NOT EXISTS vault_seen ON vault (seen) WHERE seen IS NOT NULL;

-- How many rows there are: count(*) would read them all.
CREATE TABLE IF NOT EXISTS tally (one INTEGER PRIMARY KEY CHECK (one = 1), vaults INTEGER NOT NULL);
INSERT INTO tally (one, vaults) VALUES (1, 0) ON CONFLICT DO NOTHING;
CREATE TRIGGER IF NOT EXISTS vault_came AFTER INSERT ON vault BEGIN UPDATE tally SET vaults = vaults + 1; END;
CREATE TRIGGER IF NOT EXISTS vault_went AFTER DELETE ON vault BEGIN UPDATE tally SET vaults = vaults - 1; END;

-- The day of the last sweep, and since when the clock is in doubt. Seconds since 1970
-- tell whether it has run on for a day. Of 0.1.0 there is no such table: see Sweeps.
CREATE TABLE IF NOT EXISTS sweep (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  day     INTEGER,
  doubted INTEGER,
  checked INTEGER
);
INSERT INTO sweep (one) VALUES (1) ON CONFLICT DO NOTHING;
