import { hash } from "node:crypto";

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
  return hash("sha256", JSON.stringify(text), "hex");
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
