-- What a store holds (docs/store.md). Days are texts as 2026-10-31, months as 2026-10; documents and records are bytes, and
-- `key_id` says by which key they are encrypted: 0 is none.

CREATE TABLE tenants (
  tenant_id INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE
);

-- Account documents by their content, once however many runs had them.
CREATE TABLE documents (
  document_id INTEGER PRIMARY KEY,
  tenant_id   INTEGER NOT NULL REFERENCES tenants,
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64),  -- of the document as it is read, never encrypted
  key_id      INTEGER NOT NULL DEFAULT 0,
  body        BLOB NOT NULL,
  UNIQUE (tenant_id, sha256)
);

CREATE TABLE runs (
  run_id    INTEGER PRIMARY KEY,
  tenant_id INTEGER NOT NULL REFERENCES tenants,
  period    TEXT NOT NULL,
  documents TEXT NOT NULL,  -- the digest of all of them, as the manifest has it
  manifest  TEXT NOT NULL   -- what the run was made from and what it wrote: no personal data
);
CREATE INDEX runs_by_period ON runs (tenant_id, period);

-- The documents of a run in their order. One that could not be read has none, and says why; so has an account's second one.
CREATE TABLE run_documents (
  run_id      INTEGER NOT NULL REFERENCES runs,
  place       INTEGER NOT NULL,  -- from 1
  account     TEXT,
  document_id INTEGER REFERENCES documents,
  problem     TEXT,
  PRIMARY KEY (run_id, place),
  UNIQUE (run_id, account)
) WITHOUT ROWID;

-- What became of an account in a month, by the last run that made it so.
CREATE TABLE metro2_records (
  tenant_id   INTEGER NOT NULL REFERENCES tenants,
  period      TEXT NOT NULL,
  account     TEXT NOT NULL,
  outcome     TEXT NOT NULL CHECK (outcome IN ('reported', 'skipped', 'held')),
  rule        TEXT NOT NULL,  -- why it is skipped or held; empty: reported
  record      BLOB,           -- base and segments in character form; only of what is reported
  key_id      INTEGER NOT NULL DEFAULT 0,
  document_id INTEGER NOT NULL REFERENCES documents,
  run_id      INTEGER NOT NULL REFERENCES runs,
  PRIMARY KEY (tenant_id, period, account)
) WITHOUT ROWID;
CREATE INDEX metro2_records_by_account ON metro2_records (tenant_id, account, period);

-- What a later run of the same month replaced.
CREATE TABLE metro2_record_history (
  history_id  INTEGER PRIMARY KEY,
  tenant_id   INTEGER NOT NULL REFERENCES tenants,
  period      TEXT NOT NULL,
  account     TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  rule        TEXT NOT NULL,
  record      BLOB,
  key_id      INTEGER NOT NULL,
  document_id INTEGER NOT NULL REFERENCES documents,
  run_id      INTEGER NOT NULL REFERENCES runs,
  replaced_by INTEGER NOT NULL REFERENCES runs
);
CREATE INDEX metro2_record_history_by_account ON metro2_record_history (tenant_id, account, period);

-- Who agreed to be reported, and who no longer does: rows are added, and never changed or taken away.
CREATE TABLE consents (
  consent_id INTEGER PRIMARY KEY,
  tenant_id  INTEGER NOT NULL REFERENCES tenants,
  account    TEXT NOT NULL,
  customer   TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('granted', 'withdrawn')),
  date       TEXT NOT NULL,
  source     TEXT NOT NULL,
  UNIQUE (tenant_id, account, customer, state, date, source)
);
CREATE TRIGGER consents_stay BEFORE UPDATE ON consents
BEGIN SELECT RAISE(ABORT, 'a consent is never changed'); END;
CREATE TRIGGER consents_are_kept BEFORE DELETE ON consents
BEGIN SELECT RAISE(ABORT, 'a consent is never taken away'); END;
CREATE TRIGGER history_stays BEFORE UPDATE ON metro2_record_history
BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER documents_stay BEFORE UPDATE OF sha256 ON documents
BEGIN SELECT RAISE(ABORT, 'a document is never changed'); END;
