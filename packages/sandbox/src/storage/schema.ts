/** Increased with every change of the tables, so that files with other tables are rejected. Since 4, files are marked. */
export const schemaVersion = 5;

/**
 * The tables. Times are milliseconds since 1970 on the virtual clock. A `number` is the insertion order of rows. Unique
 * constraints of transactions are separate indexes, so that a million rows can be inserted before they are built.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS sandbox (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  schema_version INTEGER NOT NULL,
  seed TEXT NOT NULL,
  virtual_time INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS accounts (
  account_id TEXT PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE,
  merchant_name TEXT NOT NULL,
  signature_password TEXT NOT NULL,
  previous_signature_password TEXT,
  webhook_url TEXT,
  created_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS credentials (
  api_key TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('test', 'live')),
  label TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
);
CREATE TABLE IF NOT EXISTS providers (
  account_id TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('bank', 'card', 'wallet')),
  blurb TEXT NOT NULL,
  takes_deposits INTEGER NOT NULL,
  takes_payouts INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  PRIMARY KEY (account_id, provider_id)
);
CREATE TABLE IF NOT EXISTS provider_rules (
  rule_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  provider_id TEXT NOT NULL,
  direction TEXT CHECK (direction IN ('deposit', 'withdrawal')),
  currencies TEXT,
  countries TEXT,
  min_amount TEXT,
  max_amount TEXT,
  enabled INTEGER NOT NULL,
  UNIQUE (account_id, position)
);
CREATE TABLE IF NOT EXISTS transactions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  transaction_id TEXT NOT NULL,
  page_token TEXT NOT NULL,
  account_id TEXT NOT NULL,
  tracking_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  country TEXT,
  type TEXT NOT NULL,
  flow TEXT NOT NULL,
  mode TEXT NOT NULL,
  status TEXT NOT NULL,
  stage TEXT NOT NULL,
  provider_id TEXT,
  kind_id INTEGER NOT NULL,
  card_last4 TEXT,
  rejected_reason TEXT,
  return_url TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS transaction_kinds (
  kind_id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL,
  mode TEXT NOT NULL,
  status TEXT NOT NULL,
  type TEXT NOT NULL,
  currency TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  UNIQUE (account_id, mode, status, type, currency, provider_id)
);
CREATE TABLE IF NOT EXISTS timeline (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  transaction_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS timeline_of_transaction ON timeline (transaction_id);
CREATE TABLE IF NOT EXISTS daily_totals (
  account_id TEXT NOT NULL,
  mode TEXT NOT NULL,
  day TEXT NOT NULL,
  currency TEXT NOT NULL,
  type TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  status TEXT NOT NULL,
  count INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  final_ms INTEGER NOT NULL,
  PRIMARY KEY (account_id, mode, day, currency, type, provider_id, status)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS work (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  detail TEXT
);
CREATE INDEX IF NOT EXISTS work_by_due ON work (due_at, sequence);
CREATE INDEX IF NOT EXISTS work_by_subject ON work (subject, kind);
CREATE TABLE IF NOT EXISTS deliveries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery_id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  status TEXT NOT NULL,
  request_body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'retrying', 'delivered', 'given-up', 'dropped')),
  attempts_made INTEGER NOT NULL,
  next_attempt_at INTEGER,
  last_status INTEGER
);
CREATE INDEX IF NOT EXISTS deliveries_of_transaction ON deliveries (transaction_id);
CREATE INDEX IF NOT EXISTS deliveries_of_account ON deliveries (account_id);
CREATE INDEX IF NOT EXISTS deliveries_by_state ON deliveries (account_id, state);
CREATE TABLE IF NOT EXISTS attempts (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  url TEXT NOT NULL,
  request_body TEXT,
  signature TEXT NOT NULL,
  request_headers TEXT NOT NULL,
  response_status INTEGER,
  response_headers TEXT,
  response_body TEXT,
  duration_ms INTEGER NOT NULL,
  error TEXT,
  next_attempt_at INTEGER,
  state TEXT NOT NULL CHECK (state IN ('pending', 'retrying', 'delivered', 'given-up', 'dropped')),
  cause TEXT NOT NULL CHECK (cause IN ('scheduled', 'resend', 'chaos', 'check')),
  fault TEXT,
  UNIQUE (delivery_id, attempt)
);
CREATE TABLE IF NOT EXISTS checklist (
  account_id TEXT NOT NULL,
  step TEXT NOT NULL CHECK (step IN ('api-call', 'signature', 'doctor')),
  at INTEGER NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (account_id, step)
);
`;

/**
 * The indexes of transactions. A tracking id is not unique, because the gateway may open a second transaction with a used
 * one. Like every index of SQLite, each ends with the row's `number`, so its matches are in table
 * order.
 */
export const transactionIndexes = `
CREATE UNIQUE INDEX IF NOT EXISTS transactions_by_id ON transactions (transaction_id);
CREATE UNIQUE INDEX IF NOT EXISTS transactions_by_page ON transactions (page_token);
CREATE INDEX IF NOT EXISTS transactions_by_tracking_id ON transactions (account_id, mode, tracking_id);
CREATE INDEX IF NOT EXISTS transactions_by_user ON transactions (account_id, user_id);
CREATE INDEX IF NOT EXISTS transactions_by_day ON transactions (account_id, mode, created_at);
CREATE INDEX IF NOT EXISTS transactions_by_kind ON transactions (kind_id);
CREATE INDEX IF NOT EXISTS transactions_by_amount ON transactions (account_id, amount_minor);
`;
