CREATE TABLE IF NOT EXISTS main."numipay_migrations" (
  version INTEGER PRIMARY KEY,
  applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

-- One row per change. Never delete rows: a deleted change could be replayed.
CREATE TABLE IF NOT EXISTS main."numipay_changes" (
  fence INTEGER PRIMARY KEY,
  transaction_key TEXT NOT NULL,
  status TEXT NOT NULL,
  is_final INTEGER NOT NULL,
  -- 0 if there was no handler for the change. A receiver with a handler may still apply it.
  is_handled INTEGER NOT NULL,
  content_digest BLOB NOT NULL,
  -- NULL unless the inbox has keepContent, and once archived.
  content TEXT,
  recorded_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  UNIQUE (transaction_key, status)
);

-- Deliveries that repeated a recorded change with different content. They were not applied; review each one.
CREATE TABLE IF NOT EXISTS main."numipay_conflicts" (
  transaction_key TEXT NOT NULL,
  status TEXT NOT NULL,
  content_digest BLOB NOT NULL,
  content TEXT NOT NULL,
  times INTEGER NOT NULL DEFAULT 1,
  first_seen_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  last_seen_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  PRIMARY KEY (transaction_key, status, content_digest)
);

CREATE TABLE IF NOT EXISTS main."numipay_marks" (
  name TEXT NOT NULL PRIMARY KEY,
  -- Escaped as in a JSON string.
  value TEXT NOT NULL,
  written_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

-- The merchant accounts and the prefixes of their keys.
CREATE TABLE IF NOT EXISTS main."numipay_accounts" (
  name TEXT NOT NULL PRIMARY KEY,
  namespace TEXT NOT NULL,
  renamed_to TEXT,
  added_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

-- Correctly signed deliveries that the contract cannot read, until they are applied.
CREATE TABLE IF NOT EXISTS main."numipay_unreadable" (
  key TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  received_at TEXT NOT NULL,
  -- The signed text as a JSON string. NULL once removed.
  signed_text TEXT,
  problem TEXT NOT NULL,
  removed_at TEXT
);

INSERT INTO main."numipay_migrations" (version) VALUES (1) ON CONFLICT DO NOTHING;
