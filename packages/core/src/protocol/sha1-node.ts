import * as crypto from "node:crypto";

/**
 * Lower-case hex SHA-1 of a string's UTF-8 bytes. Node's one-shot `crypto.hash` is about 20% faster than `createHash` for a
 * webhook of 230 bytes. Bun and Deno do not have it.
 */
export const sha1Hex: (text: string) => string =
  typeof crypto.hash === "function"
    ? (text) => crypto.hash("sha1", text, "hex")
    : (text) => crypto.createHash("sha1").update(text, "utf8").digest("hex");
