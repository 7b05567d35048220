import type { MoneyCall } from "../client/call-journal.js";
import type { Intent, RecordedIntent } from "./journal.js";
import { isCardName, mayHoldCardNumber } from "./card-fields.js";

/** Signs a text with the API key: an HMAC-SHA-256 in hex. */
export type Sign = (text: string) => string;

/** A call that has a `tracking_id`. */
export type IdentifiedCall = MoneyCall & { tracking_id: string };

/**
 * Describes a call for the journal. The digests are HMACs with the API key, which the store does not have, and include the identity
 * of the intent, so that equal values of two intents have different digests.
 */
export async function toIntent(call: IdentifiedCall, account: string): Promise<Intent> {
  const key = await importKey(call.apiKey);
  const texts = toTexts(call, account);
  const signed = new Map<string, string>();
  for (const text of [keyText, ...texts.values()]) signed.set(text, await signWith(key, text));
  return assemble(call, account, texts, (text) => signed.get(text) as string);
}

/** Does the same without a promise. */
export function toIntentNow(call: IdentifiedCall, account: string, sign: Sign): Intent {
  return assemble(call, account, toTexts(call, account), sign);
}

const keyText = '["key"]';
/** The first 128 bits of an HMAC are enough. */
const digestLength = 32;
const keyIdLength = 16;

/** The text to sign for each field. */
function toTexts(
  { slot, tracking_id, fields, knownFields }: IdentifiedCall,
  account: string,
): Map<string, string> {
  const scope = [account, slot, tracking_id];
  const texts = new Map<string, string>();
  for (const name of Object.keys(fields).toSorted()) {
    const value = toSortedJson(fields[name]);
    if (value === undefined || name === "tracking_id" || isCardName(name)) continue;
    if (!knownFields.includes(name) && mayHoldCardNumber(value)) continue;
    // The merchant's id, sent in the place of the gateway's: it is part of the identity.
    if (slot === "decision" && fields[name] === tracking_id) continue;
    texts.set(name, JSON.stringify(["field", ...scope, name, value]));
  }
  return texts;
}

function assemble(
  { slot, tracking_id, operation, metadata }: IdentifiedCall,
  account: string,
  texts: ReadonlyMap<string, string>,
  sign: Sign,
): Intent {
  const digests = [...texts].map(([name, text]) => [name, sign(text).slice(0, digestLength)]);
  return {
    account,
    slot,
    tracking_id,
    operation,
    keyId: sign(keyText).slice(0, keyIdLength),
    digests: Object.fromEntries(digests) as Record<string, string>,
    metadata,
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

/** Identifies an API key in records. It cannot be computed back. */
export async function toKeyId(apiKey: string): Promise<string> {
  return (await signWith(await importKey(apiKey), keyText)).slice(0, keyIdLength);
}

type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

function importKey(apiKey: string): Promise<HmacKey> {
  const bytes = new TextEncoder().encode(apiKey);
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

async function signWith(key: HmacKey, text: string): Promise<string> {
  const digest = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
