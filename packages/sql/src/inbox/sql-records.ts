import type { RecordedChange, RecordedConflict, RecordStore } from "@numipay/core";
import { pageSize } from "../dialects/after-key.js";
import type { Dialect, Query } from "../dialects/dialect.js";
import type { Runner } from "./runner.js";

/** Reads the records of an inbox. Each page is a transaction of its own, so that none stays open while the caller works. */
export function sqlRecords(runner: Runner, { records }: Dialect): RecordStore {
  async function* readPages<Row>(
    toPage: (after: Row | undefined) => Query<Row[]>,
  ): AsyncGenerator<Row, void, undefined> {
    let after: Row | undefined;
    for (;;) {
      const page = await runner.read(toPage(after));
      yield* page;
      if (page.length < pageSize) return;
      after = page.at(-1);
    }
  }
  return {
    history: (transactionKey) => runner.read(records.history(transactionKey)),
    conflicts: () => readPages((after: RecordedConflict | undefined) => records.conflicts(after)),
    unhandled: () => readPages((after: RecordedChange | undefined) => records.unhandled(after)),
  };
}
