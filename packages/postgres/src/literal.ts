import { createHash } from "node:crypto";

/**
 * A text as SQL. Several statements go in one round trip only without parameters, so values stand in the text; the escape
 * form reads the same whatever `standard_conforming_strings` says.
 */
export function toLiteral(text: string): string {
  return `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** The SHA-256 of a text, as bytes. */
export function toDigest(text: string): Buffer {
  // As JSON: in UTF-8 every lone surrogate would be the same character.
  return createHash("sha256").update(JSON.stringify(text)).digest();
}

const longestReadable = 500;

/** A key as it is stored: as it is, or its digest when PostgreSQL cannot hold or index it. */
export function toStoredKey(key: string): string {
  const isHeld = !/\0|\p{Surrogate}/u.test(key) && Buffer.byteLength(key) <= longestReadable;
  return isHeld && !key.startsWith("sha256:") ? key : `sha256:${toDigest(key).toString("hex")}`;
}

/** The number of the advisory lock that stands for a name, as SQL. */
export function toLockNumber(name: string): string {
  return `CAST('${toDigest(name).readBigInt64BE(0)}' AS bigint)`;
}
