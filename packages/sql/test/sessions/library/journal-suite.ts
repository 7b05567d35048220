import { journalCases } from "@numipay/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { randomName } from "../../server.js";
import type { DatabaseUnderTest, ServerUnderTest } from "./database-under-test.js";
import type { JournalUnderTest, OpenedJournal } from "./journal-under-test.js";
import { describeOutboxStore } from "./outbox-store-cases.js";

/** What the cases share: one journal for them, and one on a pool of its own. */
export interface JournalFixture<Tx> {
  server: ServerUnderTest;
  namespace: string;
  first: OpenedJournal<Tx>;
  another: OpenedJournal<Tx>;
  /** One whose tables do not exist. */
  unmigrated: OpenedJournal<Tx>;
}

/** Runs the conformance suite for journals, and the tests of the outbox's store. */
export function describeJournal<Tx>(
  underTest: JournalUnderTest<Tx>,
  database: DatabaseUnderTest,
): void {
  database.describe(`the journal of ${underTest.entry} on ${database.name}`, () => {
    const fixture = {} as JournalFixture<Tx>;
    let proxy: Awaited<ReturnType<typeof database.openProxy>>;

    beforeAll(async () => {
      const server = database.connect();
      const namespace = await server.createNamespace();
      proxy = await database.openProxy();
      const open = async (over: object, tables: object = {}): Promise<OpenedJournal<Tx>> => {
        const settings = await server.toSettings(randomName(), namespace);
        const options = { ...server.toOptions(namespace), ...tables };
        return underTest.open({ ...settings, max: 10, ...over }, options);
      };
      const first = await open({ host: "127.0.0.1", port: proxy.port });
      const another = await open({});
      const unmigrated = await open({}, { tablePrefix: "missing_" });
      await another.journal.migrate();
      await server.read(`CREATE TABLE ${namespace}.effects (name varchar(100))`);
      Object.assign(fixture, { server, namespace, first, another, unmigrated });
    }, 60_000);
    afterAll(async () => {
      for (const { end } of [fixture.first, fixture.another, fixture.unmigrated]) await end();
      await proxy.close();
      await fixture.server.dropNamespace(fixture.namespace);
      await fixture.server.close();
    });

    describe("in the conformance suite", () => {
      const cases = journalCases({
        open: async () => ({
          store: fixture.first.journal.store,
          openAnother: async () => fixture.another.journal.store,
          async cutOff() {
            proxy.cut();
            return async () => proxy.restore();
          },
          // A case may have failed while it was cut.
          close: async () => proxy.restore(),
        }),
      });
      for (const { name, run } of cases) it(name, { timeout: 60_000 }, () => run());
    });
    describeOutboxStore(fixture);
  });
}
