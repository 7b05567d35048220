import { onTestFinished } from "vitest";
import { startWorld, type World } from "../demo/start-world.js";
import { openDatabase } from "../src/ledger/open-database.js";

// Creating a PGlite database takes seconds, so each test file shares one.
const database = await openDatabase();

/** Starts a gateway, the donations service and the stall's till with an empty database, until the test ends. */
export async function openWorld(): Promise<World> {
  await database.queries.execute(
    "TRUNCATE donations, ledger, flags, numipay_changes, numipay_conflicts, numipay_marks",
  );
  const world = await startWorld({ database });
  onTestFinished(() => world.close());
  return world;
}
