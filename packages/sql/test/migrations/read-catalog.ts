import type { Pool } from "pg";

/** Everything that a migration creates in a schema. */
export async function readCatalog(pool: Pool, schema: string): Promise<Record<string, unknown[]>> {
  const inSchema = `(SELECT oid FROM pg_namespace WHERE nspname = '${schema}')`;
  const queries = {
    columns: `SELECT c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
        pg_get_expr(d.adbin, d.adrelid) AS value, col.collname
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum LEFT JOIN pg_collation col ON col.oid = a.attcollation
      WHERE c.relnamespace = ${inSchema} AND c.relkind = 'r' ORDER BY 1, 2`,
    constraints: `SELECT conrelid::regclass::text AS relname, conname, pg_get_constraintdef(oid) AS definition
      FROM pg_constraint WHERE connamespace = ${inSchema} ORDER BY 1, 2`,
    indexes: `SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = '${schema}' ORDER BY 1, 2`,
    sequences: `SELECT sequencename, data_type::text, start_value, increment_by, cycle FROM pg_sequences
      WHERE schemaname = '${schema}' ORDER BY 1`,
    functions: `SELECT pg_get_functiondef(oid) AS definition FROM pg_proc WHERE pronamespace = ${inSchema} ORDER BY proname`,
  };
  const found: Record<string, unknown[]> = {};
  for (const [name, text] of Object.entries(queries)) {
    const { rows } = await pool.query<object>(text);
    const all = JSON.parse(JSON.stringify(rows).replaceAll(schema, "the_schema")) as unknown[];
    // Libraries keep their own tables of migrations beside them.
    found[name] = all.filter((row) => JSON.stringify(row).includes("numipay_"));
  }
  return found;
}
