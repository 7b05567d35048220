import { hash } from "node:crypto";
import type { IntentKey } from "@numipay/core";
import { escapeText, unescapeText } from "./escape-text.js";

/**
 * How many parts the intents of an account have. A script's keys must be in one slot of a Cluster, and with a single part all
 * intents would be on one server.
 */
export const partCount = 16;

/** The keys of an intent. All have the same hash tag. */
export interface JournalKeys {
  record: string;
  response: string;
  /** The sorted set of the intents of this account and part that may be unresolved. */
  list: string;
  /** The intent in that set. */
  member: string;
  /** 0 to 15. */
  part: number;
}

/** Returns the keys of an intent. */
export function toJournalKeys(
  prefix: string,
  { account, slot, tracking_id }: IntentKey,
): JournalKeys {
  const id = escapeText(tracking_id);
  const member = `${slot}:${id}`;
  const part = Number.parseInt(hash("sha256", `${escapeName(account)}:${member}`).slice(0, 1), 16);
  const base = toBase(prefix, account, part);
  return {
    record: `${base}:${member}`,
    response: `${base}:${slot}-response:${id}`,
    list: toListKey(prefix, account, part),
    member,
    part,
  };
}

/** Returns the key of the intents of an account and part that may be unresolved. */
export function toListKey(prefix: string, account: string, part: number): string {
  return `${toBase(prefix, account, part)}:unresolved`;
}

/** Reads a member of such a set. */
export function readMember(account: string, member: string): IntentKey {
  const end = member.indexOf(":");
  const slot = member.slice(0, end) as IntentKey["slot"];
  return { account, slot, tracking_id: unescapeText(member.slice(end + 1)) };
}

function toBase(prefix: string, account: string, part: number): string {
  return `${prefix}journal:{${part}}:${escapeName(account)}`;
}

/** Colons separate the parts of a key. */
function escapeName(name: string): string {
  return escapeText(name).replaceAll(":", String.raw`\u003a`);
}
