import type { Inbox } from "@numipay/core";
import type { InboxUnderTest } from "@numipay/testing";
import { vi } from "vitest";
import type { openProxy } from "../../server.js";
import type { LibraryFixture, NamedLibrary } from "./library-fixture.js";

/**
 * The library's inboxes for the conformance suite, in a namespace of their own, which `prepare` returns. The cases share their pools, because new connections
 * take longer than most cases.
 */
export function conformanceSubject<Tx>(
  fixture: LibraryFixture<Tx>,
): InboxUnderTest & { prepare: () => Promise<string>; clean: () => Promise<void> } {
  let namespace: string;
  let proxy: Awaited<ReturnType<typeof openProxy>>;
  let first: NamedLibrary<Tx>;
  let another: NamedLibrary<Tx>;
  const releases: (() => Promise<void>)[] = [];
  /** Notes the leases of an inbox, so that they can be released. */
  const track = (inbox: Inbox<Tx>): Inbox<Tx> => ({
    ...inbox,
    async claim(change, hooks) {
      const claim = await inbox.claim(change, hooks);
      if (claim.state === "new") releases.push(() => inbox.release(change, claim.lease));
      return claim;
    },
  });
  const terminate = async ({ name, inbox }: NamedLibrary<Tx>): Promise<void> => {
    await fixture.server.terminate(name);
    // A pool may still return a connection that ended. A delivery then gets a 503 and is retried.
    await vi.waitFor(() => Promise.all([inbox.ping(), inbox.ping()]), {
      interval: 5,
      timeout: 20_000,
    });
  };
  const endAll = async (): Promise<void> => {
    for (const one of [first, another]) await terminate(one);
  };
  return {
    async prepare() {
      const { database, server } = fixture;
      namespace = await server.createNamespace();
      proxy = await database.openProxy();
      const near = { host: "127.0.0.1", port: proxy.port, max: 10 };
      first = await fixture.open({ acquireTimeoutMs: 1500 }, near, namespace);
      another = await fixture.open({}, { max: 10 }, namespace);
      await another.inbox.migrate();
      return namespace;
    },
    async clean() {
      for (const { name } of [first, another]) await fixture.server.terminate(name);
      await proxy.close();
      await fixture.server.dropNamespace(namespace);
    },
    open: async () => ({
      inbox: track(first.inbox),
      openAnother: async () => ({
        inbox: track(another.inbox),
        vanish: () => terminate(another),
      }),
      lapse: endAll,
      async cutOff() {
        proxy.cut();
        return async () => proxy.restore();
      },
      async countConflicts() {
        const [found] = await fixture.server.read<{ count: string | number }>(
          `SELECT COUNT(*) AS count FROM ${namespace}.numipay_conflicts`,
        );
        return Number(found?.count);
      },
      async close() {
        // A case may have cut the proxy, or still hold leases.
        proxy.restore();
        for (const release of releases.splice(0)) await release().catch(() => undefined);
      },
    }),
  };
}
