/** A rightly signed delivery that is no transaction by the contract. */
export interface UnreadableEntry {
  /** SHA-256 in hex of the account and the text: each attempt of a delivery has the same key. */
  key: string;
  /** The merchant account that it was received for; `"default"` for the unnamed one. */
  account: string;
  /** When it first arrived, as an ISO date. */
  receivedAt: string;
  /** The text that the gateway signed, whole: customers' data. */
  text: string;
  /** Why it could not be read when it arrived, and which option may change that. */
  problem: string;
}

/** Keeps the deliveries that could not be read, until they are applied. They do not expire. */
export interface UnreadableStore {
  /**
   * Stores an entry durably, unless its key is there already: the first one stays. Rejects when it cannot be stored: the
   * delivery then gets a 503, and the gateway retries it.
   *
   * @returns how many older entries were dropped to make room; a durable store drops none
   */
  add(entry: UnreadableEntry): Promise<number>;
  /** All entries of all accounts, the oldest first. */
  list(): Promise<UnreadableEntry[]>;
  /** Removes an entry. Does nothing when there is none. */
  remove(key: string): Promise<void>;
}

/** The key of an entry. */
export async function toUnreadableKey(namespace: string, text: string): Promise<string> {
  // As JSON, so that no part of the one can be taken for the other.
  const bytes = new TextEncoder().encode(JSON.stringify([namespace, text]));
  const digest = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
