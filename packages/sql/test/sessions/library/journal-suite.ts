import type { Inbox, OutboxStore } from "@numipay/core";
import { journalCases, outboxCases } from "@numipay/testing";
import { afterAll, beforeAll, describe, it, vi } from "vitest";
import { randomName } from "../../server.js";
import { untilNoticed } from "../../until-noticed.js";
import { beginByCallback } from "./begin-by-callback.js";
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

/** Runs the conformance suites for journals and outboxes, and the tests of the outbox's store. */
export function describeJournal<Tx>(
  underTest: JournalUnderTest<Tx>,
  database: DatabaseUnderTest,
): void {
  database.describe(`the journal of ${underTest.entry} on ${database.name}`, () => {
    const fixture = {} as JournalFixture<Tx>;
    let proxy: Awaited<ReturnType<typeof database.openProxy>>;
    const cutOff = async (): Promise<() => Promise<void>> => {
      proxy.cut();
      // A pool may still return a connection that was cut.
      await untilNoticed();
      return async () => {
        proxy.restore();
        // A library may take a while to connect again.
        const { journal } = fixture.first;
        await vi.waitFor(() => journal.ping(), { interval: 5, timeout: 20_000 });
      };
    };

    beforeAll(async () => {
      const server = database.connect();
      const namespace = await server.createNamespace();
      proxy = await database.openProxy();
      const open = async (over: object, more: object = {}): Promise<OpenedJournal<Tx>> => {
        const settings = await server.toSettings(randomName(), namespace);
        const options = { ...server.toOptions(namespace), ...more };
        return underTest.open({ ...settings, max: 10, ...over }, options);
      };
      // A library that connects again while the server is unreachable must not succeed after the case.
      const first = await open({ host: "127.0.0.1", port: proxy.port }, { acquireTimeoutMs: 2000 });
      const another = await open({});
      const unmigrated = await open({}, { tablePrefix: "missing_" });
      await another.journal.migrate();
      const charset = database.name === "MariaDB" ? " CHARACTER SET utf8mb4" : "";
      await server.read(`CREATE TABLE ${namespace}.effects (name text)${charset}`);
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
          cutOff,
          // A case may have failed while it was cut.
          close: async () => proxy.restore(),
        }),
      });
      for (const { name, run } of cases) it(name, { timeout: 60_000 }, () => run());
    });
    describe("in the conformance suite for outboxes", () => {
      const toEngine = ({ journal, inbox }: OpenedJournal<Tx>) => ({
        store: journal.store as OutboxStore<unknown>,
        inbox: inbox as Inbox<unknown>,
      });
      const cases = outboxCases({
        open: async () => ({
          ...toEngine(fixture.first),
          begin: () => beginByCallback((work) => fixture.first.transact(work)),
          addEffect: (tx, name) =>
            fixture.first.run(
              tx as Tx,
              `INSERT INTO ${fixture.namespace}.effects (name) VALUES ('${name}')`,
            ),
          async readEffects() {
            const rows = await fixture.server.read<{ name: string }>(
              `SELECT name FROM ${fixture.namespace}.effects`,
            );
            return rows.map(({ name }) => name);
          },
          concurrentTransactions: true,
          openAnother: async () => toEngine(fixture.another),
          cutOff,
          close: async () => proxy.restore(),
        }),
      });
      for (const { name, run } of cases) it(name, { timeout: 60_000 }, () => run());
    });
    describeOutboxStore(fixture);
  });
}
