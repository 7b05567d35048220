/** Small values that survive a restart, such as the watermark of `reconcile`. They do not expire. */
export interface InboxCheckpoints {
  /** Returns the value last written to a name; undefined if there is none. */
  read(name: string): Promise<string | undefined>;
  /** Overwrites a value durably. The last writer wins. */
  write(name: string, value: string): Promise<void>;
}
