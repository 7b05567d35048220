import { hash } from "node:crypto";

/** The SHA-256 of a text, in hex. */
export function toDigest(text: string): string {
  // As JSON, because UTF-8 would replace every lone surrogate with the same character.
  return hash("sha256", JSON.stringify(text), "hex");
}

const maxKeyBytes = 500;

/** Returns the key to store: the key itself, or its digest if a database cannot store or index it. */
export function toStoredKey(key: string): string {
  const isStorable = isStorableText(key) && Buffer.byteLength(key) <= maxKeyBytes;
  return isStorable && !key.startsWith("sha256:") ? key : `sha256:${toDigest(key)}`;
}

/** True if a database can store the text: without NUL and lone surrogates. */
export function isStorableText(text: string): boolean {
  // Most texts have no pair of surrogates either, and a search for code units is faster.
  return !/[\0\ud800-\udfff]/.test(text) || !/\0|\p{Surrogate}/u.test(text);
}
