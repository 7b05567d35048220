import { inboxCases } from "@numipay/testing";
import { Pool, type PoolClient } from "pg";
import { afterAll, beforeAll, it } from "vitest";
import { pgInbox } from "../../../src/pg.js";
import { conformanceSubject } from "../library/conformance-subject.js";
import { useLibraryFixture } from "../library/library-fixture.js";
import type { LibraryUnderTest } from "../library/library-under-test.js";
import { postgres } from "../library/postgres-under-test.js";

const pg: LibraryUnderTest<PoolClient> = {
  entry: "pg",
  open(settings, options) {
    const pool = new Pool(settings);
    // A connection that the server ends is expected.
    pool.on("error", () => undefined);
    return {
      inbox: pgInbox({ pool, ...options }),
      query: (text) => pool.query(text),
      end: () => pool.end(),
    };
  },
  run: (tx, text) => tx.query(text),
  nest: (tx, callback) => callback(tx),
};

/** Runs the conformance suite on an inbox of `pg`, after a statement in the schema of its tables. */
export function describePgConformance(
  name: string,
  { interleavings, toFirst }: { interleavings: number; toFirst?: (schema: string) => string },
): void {
  postgres.describe(name, () => {
    const fixture = useLibraryFixture(postgres, pg);
    const subject = conformanceSubject(fixture);
    beforeAll(async () => {
      const schema = await subject.prepare();
      if (toFirst !== undefined) await fixture.server.read(toFirst(schema));
    });
    afterAll(() => subject.clean());
    for (const { name: title, run } of inboxCases(subject, { interleavings })) {
      it(title, { timeout: 120_000 }, () => run());
    }
  });
}
