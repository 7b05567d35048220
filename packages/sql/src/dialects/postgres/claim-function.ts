import type { TableNames } from "./table-names.js";

/** The statement that creates the function of a claim, which replaces an older one: decision 0038. */
export function toClaimFunction({
  schema,
  changes: table,
  fence,
  claim: name,
}: TableNames): string {
  const changes = toOwn(table, schema);
  const claim = toOwn(name, schema);
  return `-- Replaces the function of a claim: it also sets the time limits, and returns one value.
DO $do$
DECLARE
  home text := (SELECT nspname FROM pg_namespace WHERE oid =
    (SELECT relnamespace FROM pg_class WHERE oid = CAST('${table}' AS regclass)));
BEGIN
  EXECUTE format($sql$
DROP FUNCTION IF EXISTS ${claim}(text, text, bytea, boolean, bigint);

CREATE OR REPLACE FUNCTION ${claim}(
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
  PERFORM FROM ${changes}
  WHERE transaction_key OPERATOR(pg_catalog.=) p_key AND status OPERATOR(pg_catalog.=) p_status
  AND (NOT p_is_handled OR is_handled OR content_digest OPERATOR(pg_catalog.<>) p_digest);
  IF NOT FOUND THEN
    IF pg_catalog.pg_try_advisory_xact_lock(p_lock) THEN
      opened := pg_catalog.json_build_array(
        pg_catalog.nextval(%2$L), CAST(pg_catalog.txid_current() AS pg_catalog.text), %1$L, pg_catalog.current_setting('role')
      );
      -- Sees what was committed before this statement, and so all that the last holder of the lock recorded.
      PERFORM FROM ${changes} WHERE transaction_key OPERATOR(pg_catalog.=) p_key;
      IF NOT FOUND THEN
        RETURN CAST(pg_catalog.json_build_array(opened) AS pg_catalog.text);
      END IF;
    END IF;
  END IF;
  records := (
    SELECT pg_catalog.json_agg(pg_catalog.json_build_array(
      status, pg_catalog.encode(content_digest, 'hex'), is_final, is_handled
    ) ORDER BY fence)
    FROM ${changes} WHERE transaction_key OPERATOR(pg_catalog.=) p_key
  );
  RETURN CAST(pg_catalog.json_build_array(opened, records) AS pg_catalog.text);
END
$body$;
$sql$, home, format('${toOwn(fence, schema)}', home));
END
$do$`;
}

/** A name in the schema of the tables, for `format`. */
export function toOwn(name: string, schema: string | undefined): string {
  return `%1$I.${schema === undefined ? name : name.slice(schema.length + 1)}`;
}
