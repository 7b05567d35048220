import { inboxCases } from "@numipay/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { libraryInterleavings } from "../../interleavings.js";
import { conformanceSubject } from "./conformance-subject.js";
import { describeControl } from "./control-cases.js";
import type { DatabaseUnderTest } from "./database-under-test.js";
import { describeEffects } from "./effect-cases.js";
import { describeLateStatements } from "./late-cases.js";
import { useLibraryFixture } from "./library-fixture.js";
import type { LibraryUnderTest } from "./library-under-test.js";
import { describeMariadb } from "./mariadb-cases.js";
import { describeNested } from "./nested-cases.js";
import { describePools } from "./pool-cases.js";
import { describePostgres } from "./postgres-cases.js";
import { postgres } from "./postgres-under-test.js";
import { describeTimeouts } from "./timeout-cases.js";

export type { LibrarySettings } from "./library-under-test.js";

/** Runs the conformance suite and the tests that all libraries share. */
export function describeLibrary<Tx>(
  underTest: LibraryUnderTest<Tx>,
  database: DatabaseUnderTest = postgres,
): void {
  database.describe(`the inbox of ${underTest.entry} on ${database.name}`, () => {
    const fixture = useLibraryFixture(database, underTest);

    describe("in the conformance suite", () => {
      const subject = conformanceSubject(fixture);
      beforeAll(async () => void (await subject.prepare()));
      afterAll(() => subject.clean());
      for (const { name, run } of inboxCases(subject, { interleavings: libraryInterleavings })) {
        it(name, { timeout: 240_000 }, () => run());
      }
    });
    describeEffects(fixture);
    describeNested(fixture);
    describeControl(fixture);
    describeLateStatements(fixture);
    describeTimeouts(fixture);
    describePools(fixture);
    if (database.name === "MariaDB") describeMariadb(fixture);
    else describePostgres(fixture);
  });
}
