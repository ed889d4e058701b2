-- What a file of 0.1.0 holds, as `.dump` wrote it: a vault at version 2 with a body of
-- 12 bytes, one that was used 600 days before it, and a deleted one. The vaults are those
-- of the tokens that id(1), id(2) and id(3) of the tests name.
BEGIN TRANSACTION;
CREATE TABLE tally (one INTEGER PRIMARY KEY CHECK (one = 1), vaults INTEGER NOT NULL);
INSERT INTO "tally" VALUES(1,3);
CREATE TABLE vault (
  id      BLOB PRIMARY KEY,
  version INTEGER NOT NULL,
  hash    TEXT,    -- SHA-256 of the body, 64 hex digits
  body    TEXT,    -- base64: D1 carries a BLOB as a JSON array of numbers, at 3.5 times the CPU
  created INTEGER, -- day
  seen    INTEGER  -- day of the last use
);
INSERT INTO "vault" VALUES(X'9C2E4D8FE97D881430DE4E754B4205B9',2,'88ae1a2127c4513e43d0af3aecaa430778dde752a816f8dbe05575cc7b6a88fb','c2VhbGVkIGFnYWlu',20000,20000);
INSERT INTO "vault" VALUES(X'0C08173828583FC6ECD6ECDBCCA7B693',1,'ce95d21f1778d6a1273444efad0aa829afeb7a31f85ba0494056afe41385c3f7','bG9uZyB1bnVzZWQ=',19400,19400);
INSERT INTO "vault" VALUES(X'80903DA4E6BBDF96E8FF6FC3966B0CFD',0,NULL,NULL,NULL,NULL);
CREATE INDEX vault_seen ON vault (seen) WHERE seen IS NOT NULL;
CREATE TRIGGER vault_came AFTER INSERT ON vault BEGIN UPDATE tally SET vaults = vaults + 1; END;
CREATE TRIGGER vault_went AFTER DELETE ON vault BEGIN UPDATE tally SET vaults = vaults - 1; END;
COMMIT;
