import { webSha1Hex } from "./web-sha1.js";

type Sha1Hex = (text: string) => string;

let chosen: Sha1Hex | undefined;

/** Lower-case hex SHA-1 of a string's UTF-8 bytes. */
export function sha1Hex(text: string): string {
  chosen ??= chooseSha1();
  return chosen(text);
}

/**
 * node:crypto is not imported, because edge runtimes do not have it and loading it takes longer than loading an adapter. Node's one-shot
 * `crypto.hash` is about 20% faster than `createHash` for a webhook of 230 bytes. Bun and Deno do not have it.
 */
function chooseSha1(): Sha1Hex {
  const crypto = globalThis.process?.getBuiltinModule?.("node:crypto");
  if (crypto === undefined) return webSha1Hex;
  return typeof crypto.hash === "function"
    ? (text) => crypto.hash("sha1", text, "hex")
    : (text) => crypto.createHash("sha1").update(text, "utf8").digest("hex");
}
