import { toClaimFunction, toOwn } from "./claim-function.js";
import { toIntentTables } from "./intent-tables.js";
import type { TableNames } from "./table-names.js";

/**
 * The statements of each version, oldest first. They can be repeated. `migrations/postgres/` contains the same SQL with the default names.
 */
export const migrations: readonly ((names: TableNames) => string[])[] = [
  ({
    schema,
    changes,
    conflicts,
    marks,
    accounts,
    unreadable,
    migrations: versions,
    fence,
    claim,
    complete,
  }) => [
    `CREATE TABLE IF NOT EXISTS ${versions} (
  version integer PRIMARY KEY,
  applied_at timestamptz NOT NULL DEFAULT now()
)`,
    `CREATE SEQUENCE IF NOT EXISTS ${fence}`,
    `-- One row per change. Never delete rows: a deleted change could be replayed. Columns of fixed length come first, which saves padding.
CREATE TABLE IF NOT EXISTS ${changes} (
  fence bigint NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  is_final boolean NOT NULL,
  -- False if there was no handler for the change. A receiver with a handler may still apply it.
  is_handled boolean NOT NULL,
  transaction_key text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  content_digest bytea NOT NULL,
  -- NULL unless the inbox has keepContent, and once archived.
  content text,
  PRIMARY KEY (transaction_key, status)
)`,
    `-- Deliveries that repeated a recorded change with different content. They were not applied; review each one.
CREATE TABLE IF NOT EXISTS ${conflicts} (
  transaction_key text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  content_digest bytea NOT NULL,
  content text NOT NULL,
  times integer NOT NULL DEFAULT 1,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (transaction_key, status, content_digest)
)`,
    `CREATE TABLE IF NOT EXISTS ${marks} (
  name text COLLATE "C" PRIMARY KEY,
  value text NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now()
)`,
    `-- The merchant accounts and the prefixes of their keys.
CREATE TABLE IF NOT EXISTS ${accounts} (
  name text COLLATE "C" PRIMARY KEY,
  namespace text COLLATE "C" NOT NULL,
  renamed_to text COLLATE "C",
  added_at timestamptz NOT NULL DEFAULT now()
)`,
    `-- Correctly signed deliveries that the contract cannot read, until they are applied.
CREATE TABLE IF NOT EXISTS ${unreadable} (
  key text COLLATE "C" PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  received_at timestamptz NOT NULL,
  -- The signed text as a JSON string, because PostgreSQL cannot store every text. NULL once removed.
  signed_text text,
  problem text NOT NULL,
  removed_at timestamptz
)`,
    `-- Functions, whose plans the server keeps. They name the schema of everything they use, so that no search path leads them to
-- other tables, functions or operators.
DO $do$
DECLARE
  home text := (SELECT nspname FROM pg_namespace WHERE oid =
    (SELECT relnamespace FROM pg_class WHERE oid = CAST('${changes}' AS regclass)));
BEGIN
  EXECUTE format($sql$
CREATE OR REPLACE FUNCTION ${toOwn(claim, schema)}(
  p_key text, p_status text, p_digest bytea, p_is_handled boolean, p_lock bigint
) RETURNS TABLE (opened text, records text) LANGUAGE plpgsql VOLATILE AS $body$
BEGIN
  -- A recorded change takes no lock, or a duplicate would look like a holder. A handler may apply an unhandled one.
  IF NOT EXISTS (
    SELECT FROM ${toOwn(changes, schema)}
    WHERE transaction_key OPERATOR(pg_catalog.=) p_key AND status OPERATOR(pg_catalog.=) p_status
    AND (NOT p_is_handled OR is_handled OR content_digest OPERATOR(pg_catalog.<>) p_digest)
  ) THEN
    IF pg_catalog.pg_try_advisory_xact_lock(p_lock) THEN
      opened := CAST(pg_catalog.json_build_array(
        pg_catalog.nextval(%2$L), CAST(pg_catalog.txid_current() AS pg_catalog.text), %1$L,
        pg_catalog.current_setting('role')
      ) AS pg_catalog.text);
    END IF;
  END IF;
  -- Sees what was committed before this statement, and so all that the last holder of the lock recorded.
  records := (
    SELECT pg_catalog.json_agg(pg_catalog.json_build_array(
      status, pg_catalog.encode(content_digest, 'hex'), is_final, is_handled
    ) ORDER BY fence)
    FROM ${toOwn(changes, schema)} WHERE transaction_key OPERATOR(pg_catalog.=) p_key
  );
  RETURN NEXT;
END
$body$;

CREATE OR REPLACE FUNCTION ${toOwn(complete, schema)}(
  p_key text, p_status text, p_is_final boolean, p_fence bigint, p_digest bytea, p_content text,
  p_is_handled boolean, p_is_recorded boolean, p_transaction bigint
) RETURNS void LANGUAGE plpgsql VOLATILE AS $body$
BEGIN
  IF p_is_recorded THEN
    UPDATE ${toOwn(changes, schema)} SET is_handled = true, fence = p_fence, recorded_at = pg_catalog.now()
    WHERE transaction_key OPERATOR(pg_catalog.=) p_key AND status OPERATOR(pg_catalog.=) p_status AND NOT is_handled;
  ELSE
    INSERT INTO ${toOwn(changes, schema)}
      (transaction_key, status, is_final, fence, content_digest, content, is_handled)
    VALUES (p_key, p_status, p_is_final, p_fence, p_digest, p_content, p_is_handled);
  END IF;
  IF FOUND AND pg_catalog.txid_current() OPERATOR(pg_catalog.=) p_transaction THEN
    RETURN;
  END IF;
  RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = '${notRecorded}';
END
$body$;
$sql$, home, format('${toOwn(fence, schema)}', home));
END
$do$`,
    `INSERT INTO ${versions} (version) VALUES (1) ON CONFLICT DO NOTHING`,
  ],
  (names) => [
    toClaimFunction(names),
    `INSERT INTO ${names.migrations} (version) VALUES (2) ON CONFLICT DO NOTHING`,
  ],
  (names) => [
    ...toIntentTables(names),
    `INSERT INTO ${names.migrations} (version) VALUES (3) ON CONFLICT DO NOTHING`,
  ],
];

/** What the error of a transaction that must not commit has in its message. */
export const notRecorded = "numipay: not recorded";
