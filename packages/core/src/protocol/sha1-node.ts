import * as crypto from "node:crypto";

/**
 * Lower-case hex SHA-1 of the text's UTF-8 bytes, by Node's one-shot hash: about a fifth faster than `createHash` on a
 * webhook's 230 bytes. Bun and Deno lack the one-shot form.
 */
export const sha1Hex: (text: string) => string =
  typeof crypto.hash === "function"
    ? (text) => crypto.hash("sha1", text, "hex")
    : (text) => crypto.createHash("sha1").update(text, "utf8").digest("hex");
