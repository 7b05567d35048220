// @ts-check
import { onTestFinished } from "vitest";
import { startWorld } from "../demo/start-world.js";
import { openDatabase } from "../dist/books/open-database.js";

// One for each test file: to create a PGlite takes seconds.
const database = await openDatabase();

/** A gateway, the donations service and the stall's till over HTTP, until the test ends. The database is empty at first. */
export async function openWorld() {
  await database.queries.query(
    "TRUNCATE donations, ledger, flags, numipay_changes, numipay_conflicts, numipay_marks",
  );
  const world = await startWorld({ database });
  onTestFinished(() => world.close());
  return world;
}
