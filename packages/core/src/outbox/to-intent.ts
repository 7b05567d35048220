import type { MoneyCall } from "../client/call-journal.js";
import type { Intent, RecordedIntent } from "./journal.js";

/** Card data has so few possible values that even a keyed digest is not stored. */
const cardName = /card|cvv|cvc|expir|security_?code|(^|_)pan$/i;
/** A field that the contract does not define may be a card number under any name. */
const cardDigits = /(?:\d[ -]?){12}/;

/**
 * Describes a call for the journal. The digests are HMACs with the API key, which the store does not have, and include the identity
 * of the intent, so that equal values of two intents have different digests.
 */
export async function toIntent(
  call: MoneyCall & { tracking_id: string },
  account: string,
): Promise<Intent> {
  const { operation, slot, tracking_id, fields, knownFields } = call;
  const key = await importKey(call.apiKey);
  const scope = [account, slot, tracking_id];
  const digests: [string, string][] = [];
  for (const name of Object.keys(fields).toSorted()) {
    const value = toSortedJson(fields[name]);
    if (value === undefined || name === "tracking_id" || cardName.test(name)) continue;
    if (!knownFields.includes(name) && cardDigits.test(value)) continue;
    // The merchant's id, sent in the place of the gateway's: it is part of the identity.
    if (slot === "decision" && fields[name] === tracking_id) continue;
    digests.push([name, await sign(key, JSON.stringify(["field", ...scope, name, value]))]);
  }
  const keyId = (await sign(key, '["key"]')).slice(0, 16);
  return {
    account,
    slot,
    tracking_id,
    operation,
    keyId,
    digests: Object.fromEntries(digests),
    metadata: call.metadata,
  };
}

/**
 * The first field in which a call differs from the recorded one, or undefined. Two decisions may name the payout by different ids,
 * so only the fields of both are compared. After a change of the API key, only the operation can be compared.
 */
export function findMismatch(recorded: RecordedIntent, intent: Intent): string | undefined {
  if (recorded.operation !== intent.operation) return "operation";
  if (recorded.keyId !== intent.keyId) return undefined;
  const names = new Set([...Object.keys(recorded.digests), ...Object.keys(intent.digests)]);
  return [...names].toSorted().find((name) => {
    const [before, now] = [recorded.digests[name], intent.digests[name]];
    const isMissing = before === undefined || now === undefined;
    return before !== now && !(isMissing && intent.slot === "decision");
  });
}

/** JSON with sorted keys: the order in which an object was built is not content. */
function toSortedJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

function importKey(apiKey: string): Promise<HmacKey> {
  const bytes = new TextEncoder().encode(apiKey);
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** The first 128 bits of an HMAC-SHA-256, in hex. */
async function sign(key: HmacKey, text: string): Promise<string> {
  const digest = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  const bytes = new Uint8Array(digest, 0, 16);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
