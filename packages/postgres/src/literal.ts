import { createHash } from "node:crypto";

/**
 * A text as SQL. Several statements go in one round trip only without parameters, so values stand in the text; the escape
 * form reads the same whatever `standard_conforming_strings` says.
 */
export function toLiteral(text: string): string {
  return `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** The SHA-256 of a text, in hex. */
export function toDigest(text: string): string {
  // As JSON: in UTF-8 every lone surrogate would be the same character.
  return createHash("sha256").update(JSON.stringify(text)).digest("hex");
}

const longestReadable = 500;

/** A key as it is stored: as it is, or its digest when PostgreSQL cannot hold or index it. */
export function toStoredKey(key: string): string {
  const isHeld = !/\0|\p{Surrogate}/u.test(key) && Buffer.byteLength(key) <= longestReadable;
  return isHeld && !key.startsWith("sha256:") ? key : `sha256:${toDigest(key)}`;
}

/** The number of the advisory lock that stands for a name, as SQL. */
export function toLockNumber(name: string): string {
  return `CAST('${BigInt.asIntN(64, BigInt(`0x${toDigest(name).slice(0, 16)}`))}' AS bigint)`;
}

/** Whether somebody holds that lock right now, as SQL that takes no lock itself. */
export function toIsLocked(name: string): string {
  const digest = toDigest(name);
  // PostgreSQL shows the number in two halves, and 1 where it was given as one.
  const [high, low] = [digest.slice(0, 8), digest.slice(8, 16)].map((half) => parseInt(half, 16));
  return `EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1
    AND classid = CAST('${high}' AS oid) AND objid = CAST('${low}' AS oid)
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;
}
