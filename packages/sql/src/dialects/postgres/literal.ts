import { toDigest } from "../stored-key.js";

/**
 * Quotes a text as an SQL literal. Several statements fit in one round trip only without parameters. The E'…' form does not
 * depend on `standard_conforming_strings`.
 */
export function toLiteral(text: string): string {
  return `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** The advisory lock number for a name, as SQL. */
export function toLockNumber(name: string): string {
  return `CAST('${BigInt.asIntN(64, BigInt(`0x${toDigest(name).slice(0, 16)}`))}' AS bigint)`;
}

/** Whether that lock is held, as SQL that takes no lock. */
export function toIsLocked(name: string): string {
  const digest = toDigest(name);
  // pg_locks shows a bigint key as two halves, with objsubid 1.
  const [high, low] = [digest.slice(0, 8), digest.slice(8, 16)].map((half) => parseInt(half, 16));
  return `EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1
    AND classid = CAST('${high}' AS oid) AND objid = CAST('${low}' AS oid)
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;
}
