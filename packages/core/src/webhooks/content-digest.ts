import type { Transaction } from "../protocol/contract/wire-types.js";
import { isTransaction, transactionFields } from "../protocol/transaction.js";

/**
 * A number of 32 bits that is equal for equal contents of one change. It takes much less memory than the content. A documented
 * event differs only in the fields that do not identify its change, so it need not be serialized.
 *
 * @param content the serialized event; undefined if it is a documented one
 */
export function contentDigest(event: Transaction, content: string | undefined): number {
  if (content !== undefined && !isDocumented(event)) return hash(0, content);
  const { amount, currency, tracking_id, user_id } = event;
  return hash(hash(hash(hash(0, amount), currency), tracking_id), user_id);
}

function isDocumented(event: Transaction): boolean {
  return isTransaction(event) && Object.keys(event).length === transactionFields.length;
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
