import type { TableNames } from "./table-names.js";

/** Each version as repeatable SQL, oldest first. `migrations/` contains the same SQL with the default names. */
export const migrations: readonly ((names: TableNames) => string)[] = [
  ({ changes, conflicts, marks, migrations: versions, fence }) => `\
CREATE TABLE IF NOT EXISTS ${versions} (
  version integer PRIMARY KEY,
  applied_at timestamptz NOT NULL DEFAULT now()
);

CREATE SEQUENCE IF NOT EXISTS ${fence};

-- One row per applied change. Never delete rows: a deleted change could be replayed.
CREATE TABLE IF NOT EXISTS ${changes} (
  transaction_key text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  is_final boolean NOT NULL,
  fence bigint NOT NULL,
  content_digest bytea NOT NULL,
  -- NULL once archived.
  content text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (transaction_key, status)
);

-- Deliveries that repeated a recorded change with different content. They were not applied; review each one.
CREATE TABLE IF NOT EXISTS ${conflicts} (
  transaction_key text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  content_digest bytea NOT NULL,
  content text NOT NULL,
  times integer NOT NULL DEFAULT 1,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (transaction_key, status, content_digest)
);

CREATE TABLE IF NOT EXISTS ${marks} (
  name text PRIMARY KEY,
  value text NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO ${versions} (version) VALUES (1) ON CONFLICT DO NOTHING;
`,
  ({ changes, accounts, migrations: versions }) => `\
-- False if there was no handler for the change. A receiver with a handler may still apply it.
ALTER TABLE ${changes} ADD COLUMN IF NOT EXISTS is_handled boolean NOT NULL DEFAULT true;

-- The merchant accounts and the prefixes of their keys.
CREATE TABLE IF NOT EXISTS ${accounts} (
  name text COLLATE "C" PRIMARY KEY,
  namespace text COLLATE "C" NOT NULL,
  renamed_to text COLLATE "C",
  added_at timestamptz NOT NULL DEFAULT now()
);

-- Changes recorded before accounts existed belong to the default account.
INSERT INTO ${accounts} (name, namespace)
SELECT 'default', '' WHERE EXISTS (SELECT FROM ${changes}) ON CONFLICT DO NOTHING;

INSERT INTO ${versions} (version) VALUES (2) ON CONFLICT DO NOTHING;
`,
  ({ unreadable, migrations: versions }) => `\
-- Correctly signed deliveries that the contract cannot read, until they are applied.
CREATE TABLE IF NOT EXISTS ${unreadable} (
  key text COLLATE "C" PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  received_at timestamptz NOT NULL,
  -- The signed text as a JSON string, because PostgreSQL cannot store every text. NULL once removed.
  signed_text text,
  problem text NOT NULL,
  removed_at timestamptz
);

INSERT INTO ${versions} (version) VALUES (3) ON CONFLICT DO NOTHING;
`,
];
