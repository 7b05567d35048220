import type { TableNames } from "./table-names.js";

/** Each version of the tables as SQL that may run again, oldest first. `migrations/` has them with the default names. */
export const migrations: readonly ((names: TableNames) => string)[] = [
  ({ changes, conflicts, marks, migrations: versions, fence }) => `\
CREATE TABLE IF NOT EXISTS ${versions} (
  version integer PRIMARY KEY,
  applied_at timestamptz NOT NULL DEFAULT now()
);

CREATE SEQUENCE IF NOT EXISTS ${fence};

-- One row a change that was applied. Rows are never deleted: a deleted one could be replayed.
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

-- Deliveries that told a recorded change otherwise. They were not applied: somebody should look.
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
-- False where no handler was there for the change: a receiver that has one may still apply it.
ALTER TABLE ${changes} ADD COLUMN IF NOT EXISTS is_handled boolean NOT NULL DEFAULT true;

-- The merchant accounts, and what the keys of each begin with.
CREATE TABLE IF NOT EXISTS ${accounts} (
  name text COLLATE "C" PRIMARY KEY,
  namespace text COLLATE "C" NOT NULL,
  renamed_to text COLLATE "C",
  added_at timestamptz NOT NULL DEFAULT now()
);

-- What was recorded before there were accounts is the unnamed one's.
INSERT INTO ${accounts} (name, namespace)
SELECT 'default', '' WHERE EXISTS (SELECT FROM ${changes}) ON CONFLICT DO NOTHING;

INSERT INTO ${versions} (version) VALUES (2) ON CONFLICT DO NOTHING;
`,
  ({ unreadable, migrations: versions }) => `\
-- Rightly signed deliveries that were no transaction by the contract, until they are applied.
CREATE TABLE IF NOT EXISTS ${unreadable} (
  key text COLLATE "C" PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  received_at timestamptz NOT NULL,
  -- The signed text as a JSON string, since a text may hold what PostgreSQL does not. NULL once removed.
  signed_text text,
  problem text NOT NULL,
  removed_at timestamptz
);

INSERT INTO ${versions} (version) VALUES (3) ON CONFLICT DO NOTHING;
`,
];
