/** A verified delivery that is not a transaction according to the contract. */
export interface UnreadableEntry {
  /** SHA-256 of the account and the text in hex. All attempts of a delivery have the same key. */
  key: string;
  /** The merchant account that received it; `"default"` for the default account. */
  account: string;
  /** When it first arrived, as an ISO date. */
  receivedAt: string;
  /** The complete signed text. Contains personal data. */
  text: string;
  /** Why it could not be read when it arrived, and which option may fix that. */
  problem: string;
}

/** Stores unreadable deliveries until they are applied. They do not expire. */
export interface UnreadableStore {
  /**
   * Stores an entry durably, unless its key already exists. If it rejects, the delivery gets a 503 and the gateway retries it.
   *
   * @returns the number of older entries that were dropped; a durable store drops none
   */
  add(entry: UnreadableEntry): Promise<number>;
  /** All entries of all accounts, the oldest first. */
  list(): Promise<UnreadableEntry[]>;
  /** Removes an entry, if it exists. */
  remove(key: string): Promise<void>;
}

/** The key of an entry. */
export async function toUnreadableKey(namespace: string, text: string): Promise<string> {
  // As JSON, so that the boundary between the two parts is unambiguous.
  const bytes = new TextEncoder().encode(JSON.stringify([namespace, text]));
  const digest = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
