-- History that another system reported (metro2 import): a run of the kind `import`. It has no documents: run_documents has its
-- accounts, and `place` is the number of the record in the file, whose SHA-256 stands in `documents` of the run.

ALTER TABLE runs ADD COLUMN kind TEXT NOT NULL DEFAULT 'run' CHECK (kind IN ('run', 'import'));

-- A record that was imported has no document: the two tables again, but for that.
CREATE TABLE records_2 (
  tenant_id   INTEGER NOT NULL REFERENCES tenants,
  period      TEXT NOT NULL,
  account     TEXT NOT NULL,
  outcome     TEXT NOT NULL CHECK (outcome IN ('reported', 'skipped', 'held')),
  rule        TEXT NOT NULL,  -- why it is skipped or held; empty: reported
  record      BLOB,           -- base and segments in character form; only of what is reported
  key_id      INTEGER NOT NULL DEFAULT 0,
  document_id INTEGER REFERENCES documents,  -- none: imported
  run_id      INTEGER NOT NULL REFERENCES runs,
  PRIMARY KEY (tenant_id, period, account)
) WITHOUT ROWID;
INSERT INTO records_2 (tenant_id, period, account, outcome, rule, record, key_id, document_id, run_id)
  SELECT tenant_id, period, account, outcome, rule, record, key_id, document_id, run_id FROM metro2_records;
DROP TABLE metro2_records;
ALTER TABLE records_2 RENAME TO metro2_records;
CREATE INDEX metro2_records_by_account ON metro2_records (tenant_id, account, period);

CREATE TABLE history_2 (
  history_id  INTEGER PRIMARY KEY,
  tenant_id   INTEGER NOT NULL REFERENCES tenants,
  period      TEXT NOT NULL,
  account     TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  rule        TEXT NOT NULL,
  record      BLOB,
  key_id      INTEGER NOT NULL,
  document_id INTEGER REFERENCES documents,  -- none: imported
  run_id      INTEGER NOT NULL REFERENCES runs,
  replaced_by INTEGER NOT NULL REFERENCES runs
);
INSERT INTO history_2 (history_id, tenant_id, period, account, outcome, rule, record, key_id, document_id, run_id, replaced_by)
  SELECT history_id, tenant_id, period, account, outcome, rule, record, key_id, document_id, run_id, replaced_by
  FROM metro2_record_history;
DROP TABLE metro2_record_history;
ALTER TABLE history_2 RENAME TO metro2_record_history;
CREATE INDEX metro2_record_history_by_account ON metro2_record_history (tenant_id, account, period);
CREATE TRIGGER history_stays BEFORE UPDATE ON metro2_record_history
BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
