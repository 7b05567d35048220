import type { MoneyCall } from "../client/call-journal.js";
import type { Intent, RecordedIntent } from "./journal.js";
import { isCardName, mayHoldCardNumber } from "./card-fields.js";
import { createSign, type Sign, signByWeb } from "./sign.js";

/** A call that has a `tracking_id`. */
export type IdentifiedCall = MoneyCall & { tracking_id: string };

/** What is recorded of a call. */
type RecordedCall = Omit<IdentifiedCall, "signal" | "timeoutMs">;

/**
 * Describes a call for the journal. The digests are HMACs with the API key, which the store does not have, and include the identity
 * of the intent, so that equal values of two intents have different digests.
 */
export async function toIntent(call: IdentifiedCall, account: string): Promise<Intent> {
  const sign = createSign(call.apiKey);
  if (sign !== undefined) return toIntentNow(call, account, sign);
  const texts = toTexts(call, account);
  const signed = await signByWeb(call.apiKey, [keyText, ...texts.values()]);
  return assemble(call, account, texts, (text) => signed.get(text) as string);
}

/** Does the same without a promise. */
export function toIntentNow(call: RecordedCall, account: string, sign: Sign): Intent {
  return assemble(call, account, toTexts(call, account), sign);
}

const keyText = '["key"]';
/** The first 128 bits of an HMAC are enough. */
const digestLength = 32;
const keyIdLength = 16;

/** The text to sign for each field. */
function toTexts(
  { slot, tracking_id, fields, knownFields }: RecordedCall,
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
  { slot, tracking_id, operation, metadata, apiKey }: RecordedCall,
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
    keyId: toKnownKeyId(apiKey, sign),
    digests: Object.fromEntries(digests) as Record<string, string>,
    metadata,
  };
}

/** The identity of the API key that was used last. Most processes have one key. */
let known: { apiKey: string; keyId: string } | undefined;

function toKnownKeyId(apiKey: string, sign: Sign): string {
  if (known?.apiKey !== apiKey) known = { apiKey, keyId: sign(keyText).slice(0, keyIdLength) };
  return known.keyId;
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
  if (typeof value === "string") return JSON.stringify(value);
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Identifies an API key in records. It cannot be computed back. */
export async function toKeyId(apiKey: string): Promise<string> {
  const signed = await signByWeb(apiKey, [keyText]);
  return (signed.get(keyText) as string).slice(0, keyIdLength);
}
