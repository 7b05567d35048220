import type { Transaction } from "../protocol/contract/wire-types.js";
import { transactionFields } from "../protocol/transaction.js";
import type { Change } from "./inbox.js";

/**
 * The digest of a change's content. A copy of a change, which an inbox around another one may pass on, has only the content: the
 * digest is a getter, so that a copy with another content does not keep it.
 */
export function digestOf(change: Change & { digest?: number }): number {
  if (change.digest !== undefined) return change.digest;
  const { content } = change;
  return contentDigest(JSON.parse(content) as Transaction, () => content);
}

/**
 * A number of 32 bits that is equal for equal contents of one change. It takes much less memory than the content. A documented
 * event differs only in the fields that do not identify its change, so it need not be serialized.
 *
 * @param toContent serializes any other event
 */
export function contentDigest(event: Transaction, toContent: () => string): number {
  const { amount, currency, tracking_id, user_id } = event;
  const isDocumented =
    isText(amount) &&
    isText(currency) &&
    isText(tracking_id) &&
    isText(user_id) &&
    Object.keys(event).length === transactionFields.length;
  if (!isDocumented) return hash(0, toContent());
  return hash(hash(hash(hash(0, amount), currency), tracking_id), user_id);
}

/** Not what the type says: with a contract override, a field may be missing. */
function isText(value: unknown): boolean {
  return typeof value === "string";
}

/** FNV-1a, continued. Includes the length, so that "ab" and "c" differ from "a" and "bc". */
function hash(before: number, text: string): number {
  let next = Math.imul(before ^ text.length, fnvPrime);
  for (let at = 0; at < text.length; at += 1) {
    next = Math.imul(next ^ text.charCodeAt(at), fnvPrime);
  }
  return next;
}

const fnvPrime = 0x01_00_01_93;
