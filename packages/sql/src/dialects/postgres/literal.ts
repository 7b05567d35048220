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

/** The two halves of that number, as the server shows them. */
export function toLockHalves(name: string): readonly [high: number, low: number] {
  const digest = toDigest(name);
  return [parseInt(digest.slice(0, 8), 16), parseInt(digest.slice(8, 16), 16)];
}
