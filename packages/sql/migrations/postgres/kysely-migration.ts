// The tables of @numipay/sql as a migration of Kysely. Copy it into your migrations. Generated from the numbered SQL files.
import { type Kysely, sql } from "kysely";

const statements = [
  `CREATE TABLE IF NOT EXISTS "numipay_migrations" (
  version integer PRIMARY KEY,
  applied_at timestamptz NOT NULL DEFAULT now()
)`,
  `CREATE SEQUENCE IF NOT EXISTS "numipay_fence"`,
  `-- One row per change. Never delete rows: a deleted change could be replayed. Columns of fixed length come first, which saves padding.
CREATE TABLE IF NOT EXISTS "numipay_changes" (
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
CREATE TABLE IF NOT EXISTS "numipay_conflicts" (
  transaction_key text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  content_digest bytea NOT NULL,
  content text NOT NULL,
  times integer NOT NULL DEFAULT 1,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (transaction_key, status, content_digest)
)`,
  `CREATE TABLE IF NOT EXISTS "numipay_marks" (
  name text COLLATE "C" PRIMARY KEY,
  value text NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now()
)`,
  `-- The merchant accounts and the prefixes of their keys.
CREATE TABLE IF NOT EXISTS "numipay_accounts" (
  name text COLLATE "C" PRIMARY KEY,
  namespace text COLLATE "C" NOT NULL,
  renamed_to text COLLATE "C",
  added_at timestamptz NOT NULL DEFAULT now()
)`,
  `-- Correctly signed deliveries that the contract cannot read, until they are applied.
CREATE TABLE IF NOT EXISTS "numipay_unreadable" (
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
    (SELECT relnamespace FROM pg_class WHERE oid = CAST('"numipay_changes"' AS regclass)));
BEGIN
  EXECUTE format($sql$
CREATE OR REPLACE FUNCTION %1$I."numipay_claim"(
  p_key text, p_status text, p_digest bytea, p_is_handled boolean, p_lock bigint
) RETURNS TABLE (opened text, records text) LANGUAGE plpgsql VOLATILE AS $body$
BEGIN
  -- A recorded change takes no lock, or a duplicate would look like a holder. A handler may apply an unhandled one.
  IF NOT EXISTS (
    SELECT FROM %1$I."numipay_changes"
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
    FROM %1$I."numipay_changes" WHERE transaction_key OPERATOR(pg_catalog.=) p_key
  );
  RETURN NEXT;
END
$body$;

CREATE OR REPLACE FUNCTION %1$I."numipay_complete"(
  p_key text, p_status text, p_is_final boolean, p_fence bigint, p_digest bytea, p_content text,
  p_is_handled boolean, p_is_recorded boolean, p_transaction bigint
) RETURNS void LANGUAGE plpgsql VOLATILE AS $body$
BEGIN
  IF p_is_recorded THEN
    UPDATE %1$I."numipay_changes" SET is_handled = true, fence = p_fence, recorded_at = pg_catalog.now()
    WHERE transaction_key OPERATOR(pg_catalog.=) p_key AND status OPERATOR(pg_catalog.=) p_status AND NOT is_handled;
  ELSE
    INSERT INTO %1$I."numipay_changes"
      (transaction_key, status, is_final, fence, content_digest, content, is_handled)
    VALUES (p_key, p_status, p_is_final, p_fence, p_digest, p_content, p_is_handled);
  END IF;
  IF FOUND AND pg_catalog.txid_current() OPERATOR(pg_catalog.=) p_transaction THEN
    RETURN;
  END IF;
  RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'numipay: not recorded';
END
$body$;
$sql$, home, format('%1$I."numipay_fence"', home));
END
$do$`,
  `INSERT INTO "numipay_migrations" (version) VALUES (1) ON CONFLICT DO NOTHING`,
  `-- Replaces the function of a claim: it also sets the time limits, and returns one value.
DO $do$
DECLARE
  home text := (SELECT nspname FROM pg_namespace WHERE oid =
    (SELECT relnamespace FROM pg_class WHERE oid = CAST('"numipay_changes"' AS regclass)));
BEGIN
  EXECUTE format($sql$
DROP FUNCTION IF EXISTS %1$I."numipay_claim"(text, text, bytea, boolean, bigint);

CREATE OR REPLACE FUNCTION %1$I."numipay_claim"(
  p_key text, p_status text, p_digest bytea, p_is_handled boolean, p_lock bigint,
  p_lock_timeout text, p_idle_timeout text, p_statement_timeout text
) RETURNS text LANGUAGE plpgsql VOLATILE AS $body$
DECLARE
  setting pg_catalog.text;
  opened pg_catalog.json;
  records pg_catalog.json;
BEGIN
  -- Under any other level, no statement below sees what is committed after this transaction's first one.
  IF pg_catalog.current_setting('transaction_isolation') OPERATOR(pg_catalog.<>) 'read committed' THEN
    RAISE EXCEPTION USING ERRCODE = '25001', MESSAGE = 'numipay: a claim needs READ COMMITTED';
  END IF;
  -- Assignments of plain expressions, because they run without a query.
  setting := pg_catalog.set_config('lock_timeout', p_lock_timeout, true);
  setting := pg_catalog.set_config('idle_in_transaction_session_timeout', p_idle_timeout, true);
  IF p_statement_timeout IS NOT NULL THEN
    setting := pg_catalog.set_config('statement_timeout', p_statement_timeout, true);
  END IF;
  -- A recorded change takes no lock, or a duplicate would look like a holder. A handler may apply an unhandled one.
  PERFORM FROM %1$I."numipay_changes"
  WHERE transaction_key OPERATOR(pg_catalog.=) p_key AND status OPERATOR(pg_catalog.=) p_status
  AND (NOT p_is_handled OR is_handled OR content_digest OPERATOR(pg_catalog.<>) p_digest);
  IF NOT FOUND THEN
    IF pg_catalog.pg_try_advisory_xact_lock(p_lock) THEN
      opened := pg_catalog.json_build_array(
        pg_catalog.nextval(%2$L), CAST(pg_catalog.txid_current() AS pg_catalog.text), %1$L, pg_catalog.current_setting('role')
      );
      -- Sees what was committed before this statement, and so all that the last holder of the lock recorded.
      PERFORM FROM %1$I."numipay_changes" WHERE transaction_key OPERATOR(pg_catalog.=) p_key;
      IF NOT FOUND THEN
        RETURN CAST(pg_catalog.json_build_array(opened) AS pg_catalog.text);
      END IF;
    END IF;
  END IF;
  records := (
    SELECT pg_catalog.json_agg(pg_catalog.json_build_array(
      status, pg_catalog.encode(content_digest, 'hex'), is_final, is_handled
    ) ORDER BY fence)
    FROM %1$I."numipay_changes" WHERE transaction_key OPERATOR(pg_catalog.=) p_key
  );
  RETURN CAST(pg_catalog.json_build_array(opened, records) AS pg_catalog.text);
END
$body$;
$sql$, home, format('%1$I."numipay_fence"', home));
END
$do$`,
  `INSERT INTO "numipay_migrations" (version) VALUES (2) ON CONFLICT DO NOTHING`,
  `-- One row per call that moves money. Never delete rows: a call without one could be sent again. Columns of fixed length come first,
-- which saves padding.
CREATE TABLE IF NOT EXISTS "numipay_intents" (
  -- How many claims were granted. The last one's number is its fencing token.
  fence bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  -- When the last claim was granted after which the call may be sent.
  attempted_at timestamptz,
  -- NULL until the first claim.
  lease_ends_at timestamptz,
  -- When the outbox takes the call. NULL if it was never queued, and once its end was reported.
  due_at timestamptz,
  response_expires_at timestamptz,
  -- How many claims were granted since recorded_at.
  attempts integer NOT NULL,
  -- How often the outbox could not send or report the call.
  failures integer NOT NULL DEFAULT 0,
  account text COLLATE "C" NOT NULL,
  slot text COLLATE "C" NOT NULL,
  tracking_id text COLLATE "C" NOT NULL,
  -- Escaped as in a JSON string. NULL if tracking_id is not a digest.
  full_tracking_id text,
  operation text NOT NULL,
  state text COLLATE "C" NOT NULL,
  -- The state that the last claim replaced.
  claimed_from text COLLATE "C",
  key_id text NOT NULL,
  -- The last columns are JSON. Keyed digests of the request's fields.
  digests text NOT NULL,
  metadata text,
  response text,
  -- Only of the outbox, until the end was reported.
  request text,
  PRIMARY KEY (account, slot, tracking_id)
)`,
  `CREATE INDEX IF NOT EXISTS "numipay_intents_due" ON "numipay_intents" (account, due_at) WHERE due_at IS NOT NULL`,
  `-- Only of what may be unresolved, so that a queued and an ended call have no entry.
CREATE INDEX IF NOT EXISTS "numipay_intents_state" ON "numipay_intents" (account, slot, tracking_id) WHERE state IN ('sending', 'unknown')`,
  `-- What was done once about a call, such as a refund.
CREATE TABLE IF NOT EXISTS "numipay_once_marks" (
  recorded_at timestamptz NOT NULL,
  account text COLLATE "C" NOT NULL,
  slot text COLLATE "C" NOT NULL,
  tracking_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  PRIMARY KEY (account, slot, tracking_id, name)
)`,
  `INSERT INTO "numipay_migrations" (version) VALUES (3) ON CONFLICT DO NOTHING`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(): Promise<void> {
  throw new Error(
    "Without its records, every change could be applied again. Drop the tables of @numipay/sql manually.",
  );
}
