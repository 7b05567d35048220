// @ts-check
// The signature of the hop inside the house: from the relay to a service. HMAC-SHA-256 through Web Crypto, which every
// runtime at the edge has.

const encoder = new TextEncoder();
const hmac = { name: "HMAC", hash: "SHA-256" };

/** How old a signed request may be: a request that somebody kept is no good for longer. */
const freshForMs = 5 * 60_000;

/** What is signed of a request. The key is part of it: the same body under another key would be another credit. */
export interface Hop {
  sentAt: string;
  idempotencyKey: string;
  body: string;
}

/** The signature in hex. */
export async function signHop(hop: Hop, secret: string) {
  const signature = await crypto.subtle.sign(hmac, await importKey(secret, "sign"), toBytes(hop));
  return [...new Uint8Array(signature)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** True for a request that the relay signed just now. For the services; it compares in constant time. */
export async function verifyHop(
  { signature, ...hop }: Hop & { signature: string },
  secret: string,
  nowMs: number = Date.now(),
) {
  const age = Math.abs(nowMs - Date.parse(hop.sentAt));
  // NaN is not fresh either.
  if (!(age <= freshForMs) || !/^[0-9a-f]{64}$/.test(signature)) return false;
  const bytes = Uint8Array.from(signature.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.verify(hmac, await importKey(secret, "verify"), bytes, toBytes(hop));
}

/** As a JSON array, so that no two hops are the same text. */
function toBytes({ sentAt, idempotencyKey, body }: Hop) {
  return encoder.encode(JSON.stringify([sentAt, idempotencyKey, body]));
}

function importKey(secret: string, usage: "sign" | "verify") {
  return crypto.subtle.importKey("raw", encoder.encode(secret), hmac, false, [usage]);
}
