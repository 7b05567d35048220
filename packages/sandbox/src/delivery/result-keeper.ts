import type { Work } from "../storage/work.js";

/** Keeps the results of webhooks that were sent but could not be recorded, such as on a full disk. */
export interface ResultKeeper {
  /** Records the result of some work. If that fails, the result is kept, and the error is thrown. */
  record(work: Work, write: () => void): void;
  /** Records a kept result, so that its webhook is not sent again. Returns false if there is none. */
  recordKept(work: Work): boolean;
}

/** Creates a keeper without results. They are in memory only: a sandbox that restarts sends these webhooks again. */
export function createResultKeeper(): ResultKeeper {
  const kept = new Map<number, () => void>();
  const record: ResultKeeper["record"] = ({ sequence }, write) => {
    kept.set(sequence, write);
    write();
    kept.delete(sequence);
  };
  return {
    record,
    recordKept(work) {
      const write = kept.get(work.sequence);
      if (write === undefined) return false;
      record(work, write);
      return true;
    },
  };
}
