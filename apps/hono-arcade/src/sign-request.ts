// Signs requests from the relay to a service. HMAC-SHA-256 through Web Crypto, which every edge runtime supports.

const encoder = new TextEncoder();
const hmac = { name: "HMAC", hash: "SHA-256" };

/** Older requests are rejected, so that a recorded request cannot be replayed later. */
const maxAgeMs = 5 * 60_000;

/** The signed parts of a request. They include the key: the same body under another key would be credited again. */
export interface SignedParts {
  sentAt: string;
  idempotencyKey: string;
  body: string;
}

export interface SignedRequest extends SignedParts {
  signature: string;
}

/** Returns the signature in hex. */
export async function signRequest(parts: SignedParts, secret: string): Promise<string> {
  const signature = await crypto.subtle.sign(hmac, await importKey(secret, "sign"), toBytes(parts));
  return [...new Uint8Array(signature)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Returns true if the relay signed the request within the last five minutes. Compares in constant time. */
export async function verifyRequest(
  { signature, ...parts }: SignedRequest,
  secret: string,
  nowMs: number = Date.now(),
): Promise<boolean> {
  const ageMs = Math.abs(nowMs - Date.parse(parts.sentAt));
  // An invalid date gives NaN, which must not pass.
  if (!(ageMs <= maxAgeMs) || !/^[0-9a-f]{64}$/.test(signature)) return false;
  const bytes = Uint8Array.from(signature.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.verify(hmac, await importKey(secret, "verify"), bytes, toBytes(parts));
}

/** Serialized as a JSON array, so that different parts never produce the same bytes. */
function toBytes({ sentAt, idempotencyKey, body }: SignedParts) {
  return encoder.encode(JSON.stringify([sentAt, idempotencyKey, body]));
}

function importKey(secret: string, usage: "sign" | "verify") {
  return crypto.subtle.importKey("raw", encoder.encode(secret), hmac, false, [usage]);
}
