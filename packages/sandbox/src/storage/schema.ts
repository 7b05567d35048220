/** Raised with every change of the tables, so that a file of another shape is refused and not misread. */
export const schemaVersion = 1;

/** The tables. Instants are milliseconds since 1970 on the virtual clock; a `number` counts rows in the order they came. */
export const schema = `
CREATE TABLE IF NOT EXISTS account (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  schema_version INTEGER NOT NULL,
  seed TEXT NOT NULL,
  merchant_name TEXT NOT NULL,
  signature_password TEXT NOT NULL,
  webhook_url TEXT,
  virtual_time INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS credentials (
  api_key TEXT PRIMARY KEY,
  mode TEXT NOT NULL CHECK (mode IN ('test', 'live'))
);
CREATE TABLE IF NOT EXISTS providers (
  provider_id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('bank', 'card', 'wallet')),
  blurb TEXT NOT NULL,
  takes_deposits INTEGER NOT NULL,
  takes_payouts INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS transactions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  transaction_id TEXT NOT NULL UNIQUE,
  page_token TEXT NOT NULL UNIQUE,
  tracking_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount TEXT NOT NULL,
  type TEXT NOT NULL,
  flow TEXT NOT NULL,
  mode TEXT NOT NULL,
  status TEXT NOT NULL,
  stage TEXT NOT NULL,
  provider_id TEXT,
  card_last4 TEXT,
  rejected_reason TEXT,
  return_url TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (mode, tracking_id)
);
CREATE INDEX IF NOT EXISTS transactions_by_day ON transactions (mode, created_at);
CREATE TABLE IF NOT EXISTS work (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('deliver', 'settle', 'expire')),
  subject TEXT NOT NULL,
  due_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS work_by_due ON work (due_at, sequence);
CREATE INDEX IF NOT EXISTS work_by_subject ON work (subject, kind);
CREATE TABLE IF NOT EXISTS deliveries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery_id TEXT NOT NULL UNIQUE,
  transaction_id TEXT NOT NULL,
  status TEXT NOT NULL,
  request_body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS attempts (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  url TEXT NOT NULL,
  signature TEXT NOT NULL,
  response_status INTEGER,
  error TEXT,
  next_attempt_at INTEGER,
  state TEXT NOT NULL CHECK (state IN ('delivered', 'retrying', 'given-up')),
  UNIQUE (delivery_id, attempt)
);
`;
