/** Signs a text with an API key: an HMAC-SHA-256 in hex. */
export type Sign = (text: string) => string;

/**
 * Signs with node:crypto: without a promise, and several times as fast as Web Crypto, which signs each text in another thread. Returns
 * undefined in a runtime that does not have it.
 */
export function createSign(apiKey: string): Sign | undefined {
  const crypto = globalThis.process?.getBuiltinModule?.("node:crypto");
  if (typeof crypto?.createHmac !== "function") return undefined;
  return (text) => crypto.createHmac("sha256", apiKey).update(text).digest("hex");
}

/** Signs with Web Crypto, which every runtime has. Returns the signature of each text. */
export async function signByWeb(
  apiKey: string,
  texts: readonly string[],
): Promise<Map<string, string>> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(apiKey), algorithm, false, [
    "sign",
  ]);
  const signed = new Map<string, string>();
  for (const text of texts) {
    signed.set(text, toHex(await crypto.subtle.sign("HMAC", key, encoder.encode(text))));
  }
  return signed;
}

function toHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
