import type { Intent, IntentKey, IntentState, RecordedIntent } from "@numipay/core";

/** The part of an intent that is not in its key. */
type Content = Pick<Intent, "operation" | "keyId" | "digests" | "metadata">;

/** The content of an intent as it is stored. */
export function toContent({ operation, keyId, digests, metadata }: Content): string {
  return JSON.stringify({ operation, keyId, digests, metadata });
}

/** Reads the record in a script's reply. */
export function readRecorded(
  { account, slot, tracking_id }: IntentKey,
  [content = "", state, recorded, attempts, expires, response]: readonly string[],
): RecordedIntent {
  const { operation, keyId, digests, metadata } = JSON.parse(content) as Content;
  return {
    account,
    slot,
    tracking_id,
    operation,
    keyId,
    digests,
    metadata,
    state: state as IntentState,
    recordedAt: new Date(Math.floor(Number(recorded) / 1000)).toISOString(),
    response: response || undefined,
    responseExpiresAt: expires || undefined,
    attempts: Number(attempts),
    request: undefined,
  };
}

/** Reads a script's reply that is a list. Throws on an empty reply, so that no claim is granted by mistake. */
export function readList(reply: unknown): string[] {
  return (reply as unknown[]).map(String);
}
