import { AssertionError } from "node:assert";
import {
  type Change,
  type Inbox,
  type InboxReads,
  type Lease,
  memoryInbox,
  type UnreadableStore,
} from "@numipay/core";
import { describe, expect, it } from "vitest";
import { inboxCases } from "../src/inbox-cases.js";
import type { InboxUnderTest } from "../src/inbox-fixture.js";

/** One defect of an inbox. */
type Defect =
  | "remembers nothing"
  | "claims without a lock"
  | "locks changes, not transactions"
  | "loses records over time"
  | "ignores the content"
  | "does not note conflicts"
  | "grants stale changes"
  | "never reports a contradiction"
  | "treats unknown statuses as final"
  | "accepts a late complete"
  | "accepts a late release"
  | "records on release"
  | "claims without its store"
  | "reuses the fencing token"
  | "waits for the lease holder"
  | "never frees a lost claim"
  | "truncates keys"
  | "does not share its records"
  | "treats unhandled as handled"
  | "does not record unhandled changes"
  | "contradicts unhandled changes"
  | "never clears the unhandled mark"
  | "ignores accounts";

interface Store {
  records: Map<string, Map<string, Pick<Change, "content" | "rank" | "isHandled">>>;
  leases: Map<string, number>;
  lastToken: number;
  conflicts: number;
  isUnreachable: boolean;
}

const createStore = (): Store => ({
  records: new Map(),
  leases: new Map(),
  lastToken: 0,
  conflicts: 0,
  isUnreachable: false,
});

/** A correct inbox, except for the defect. */
function defectiveInbox(store: Store, defect?: Defect): Inbox<unknown> {
  const toKey = (one: Change) => {
    const key = defect === "locks changes, not transactions" ? one.key : one.transactionKey;
    if (defect === "ignores accounts") return key.replace(/^.*:(?=deposit:)/, "");
    return defect === "truncates keys" ? key.slice(0, 255) : key;
  };
  const isHolder = (one: Change, { fencingToken }: Lease<unknown>) =>
    store.leases.get(toKey(one)) === fencingToken;
  const checkStore = () => {
    if (store.isUnreachable) throw new Error("The store is unreachable.");
  };
  return {
    async claim(change) {
      if (defect !== "claims without its store") checkStore();
      const key = toKey(change);
      const records = store.records.get(key) ?? new Map<string, never>();
      const known = records.get(change.status);
      if (known !== undefined && defect !== "remembers nothing") {
        if (known.content !== change.content && defect !== "ignores the content") {
          if (defect !== "does not note conflicts") store.conflicts += 1;
          return { state: "conflict" };
        }
        const isApplied = known.isHandled || defect === "treats unhandled as handled";
        if (isApplied || !change.isHandled) return { state: "duplicate" };
      }
      const isHeld = store.leases.has(key);
      if (defect === "claims without a lock") await Promise.resolve();
      if (isHeld) {
        if (defect === "waits for the lease holder") await new Promise(() => undefined);
        return { state: "in-progress" };
      }
      const finals = [...records].filter(
        ([, { rank }]) =>
          rank === 1 || (rank === undefined && defect === "treats unknown statuses as final"),
      );
      const final = finals.at(-1)?.[0];
      const applied = finals.findLast(
        ([status, { isHandled }]) =>
          status !== change.status && (isHandled || defect === "contradicts unhandled changes"),
      )?.[0];
      if (change.rank === 0 && final !== undefined && defect !== "grants stale changes")
        return { state: "stale" };
      if (defect !== "reuses the fencing token") store.lastToken += 1;
      store.leases.set(key, store.lastToken);
      const contradicts =
        change.rank === 1 && defect !== "never reports a contradiction" ? applied : undefined;
      return { state: "new", lease: { fencingToken: store.lastToken, contradicts, tx: undefined } };
    },
    async complete(change, lease) {
      checkStore();
      const key = toKey(change);
      if (!isHolder(change, lease) && defect !== "accepts a late complete") return false;
      store.leases.delete(key);
      if (!change.isHandled && defect === "does not record unhandled changes") return true;
      const records = store.records.get(key) ?? new Map();
      const { content, rank } = change;
      const wasUnhandled = records.get(change.status)?.isHandled === false;
      const isHandled =
        change.isHandled && !(wasUnhandled && defect === "never clears the unhandled mark");
      records.delete(change.status);
      records.set(change.status, { content, rank, isHandled });
      store.records.set(key, records);
      return true;
    },
    async release(change, lease) {
      checkStore();
      if (defect === "records on release") await this.complete(change, lease);
      if (isHolder(change, lease) || defect === "accepts a late release")
        store.leases.delete(toKey(change));
    },
  };
}

const underTest = (defect?: Defect): InboxUnderTest => ({
  async open() {
    const store = createStore();
    const endClaims = () => {
      if (defect !== "never frees a lost claim") store.leases.clear();
    };
    return {
      inbox: defectiveInbox(store, defect),
      async openAnother() {
        const other = defect === "does not share its records" ? createStore() : store;
        return { inbox: defectiveInbox(other, defect), vanish: async () => endClaims() };
      },
      async lapse() {
        endClaims();
        if (defect === "loses records over time") store.records.clear();
      },
      async cutOff() {
        store.isUnreachable = true;
        return async () => {
          store.isUnreachable = false;
        };
      },
      countConflicts: async () => store.conflicts,
      close: async () => undefined,
    };
  },
});

/** The cases that an inbox fails, with their messages. */
async function failuresOf(subject: InboxUnderTest, only = "", never = /^$/): Promise<string[]> {
  const failures: string[] = [];
  const cases = inboxCases(subject, { interleavings: 50 });
  for (const { name, run } of cases) {
    if (!name.startsWith(only) || never.test(name)) continue;
    try {
      await run();
    } catch (error) {
      if (!(error instanceof AssertionError)) throw error;
      failures.push(`${name}: ${error.message}`);
    }
  }
  return failures;
}

describe("inboxCases", () => {
  it("passes for a correct inbox", async () => {
    expect(await failuresOf(underTest())).toEqual([]);
  });

  it.each<[Defect, RegExp]>([
    ["remembers nothing", /^reports a recorded change as a duplicate .*'new'.*'duplicate'/s],
    ["claims without a lock", /^grants one of 20 concurrent claims/],
    ["locks changes, not transactions", /^reports every change of a claimed .*'in-progress'/s],
    ["loses records over time", /^keeps its records when leases lapse.*'new'.*'duplicate'/s],
    ["ignores the content", /^reports different content under a recorded key .*'conflict'/s],
    ["does not note conflicts", /^notes each conflict.*0 !== 1/s],
    ["grants stale changes", /^reports pending after a final .*'new'.*'stale'/s],
    ["never reports a contradiction", /^grants a second final .*undefined.*'rejected'/s],
    ["treats unknown statuses as final", /^treats an unknown status as neither/],
    ["accepts a late complete", /^ignores complete .*a late complete was accepted/],
    ["accepts a late release", /^ignores complete .*a late release changed the state/],
    ["records on release", /^reports a released change as new.*'duplicate'.*'new'/s],
    ["claims without its store", /^rejects every call during .*Missing expected rejection/],
    ["reuses the fencing token", /^increases the fencing token with every claim/],
    ["waits for the lease holder", /^does not wait for .*took longer than/],
    ["never frees a lost claim", /^frees the claims of .*returned in-progress, not new/],
    ["truncates keys", /^distinguishes keys of any characters and length/],
    ["does not share its records", /^shares leases and records/],
    ["treats unhandled as handled", /^offers an unhandled change only to .*'dupl.*'new'/s],
    ["does not record unhandled changes", /^reports pending after an unhandled .*'new'.*'stale'/s],
    ["contradicts unhandled changes", /^reports no contradiction with an unhandled final/],
    ["never clears the unhandled mark", /^reports an unhandled change as a duplicate once/],
    ["ignores accounts", /^applies the same transaction id once per account/],
  ])("detects an inbox that %s", { timeout: 60_000 }, async (defect, expected) => {
    // Every other case would hang.
    const only = defect === "waits for the lease holder" ? "does not wait" : "";
    const failures = await failuresOf(underTest(defect), only);
    expect(failures.filter((failure) => expected.test(failure))).toHaveLength(1);
  });

  it.each<Defect>([
    "remembers nothing",
    "claims without a lock",
    "ignores the content",
    "grants stale changes",
    "never reports a contradiction",
    "treats unknown statuses as final",
    "records on release",
    "reuses the fencing token",
    "treats unhandled as handled",
    "contradicts unhandled changes",
    "never clears the unhandled mark",
  ])("detects by interleavings an inbox that %s", async (defect) => {
    const random = inboxCases(underTest(defect), { seed: 7, interleavings: 200 }).find(({ name }) =>
      name.includes("on one inbox"),
    );
    await expect(random?.run()).rejects.toThrow(/^seed \d+: claim /);
  });
});

describe("the cases for peek", () => {
  it.each<[string, (inbox: Inbox<unknown>, change: Change) => Promise<string>]>([
    ["claims", async (inbox, change) => (await inbox.claim(change)).state],
    ["always returns new", async () => "new"],
    ["always returns duplicate", async () => "duplicate"],
  ])("detect a peek that %s", async (_defect, peek) => {
    const correct = underTest();
    const failures = await failuresOf(
      {
        async open() {
          const opened = await correct.open();
          const inbox = opened.inbox;
          return {
            ...opened,
            inbox: { ...inbox, peek: async (change) => (await peek(inbox, change)) as "new" },
          };
        },
      },
      "peeks at",
    );
    expect(failures[0]).toMatch(/^peeks at the state without changing it/);
    expect(failures[1]).toMatch(/^peeks at unhandled changes/);
  });
});

describe("the cases for unreadable deliveries", () => {
  type Broken = (store: UnreadableStore) => Partial<UnreadableStore>;

  it.each<[string, Broken, RegExp]>([
    [
      "keeps the last entry",
      (store) => ({ add: async (one) => (await store.remove(one.key), store.add(one)) }),
      /^stores a repeated unreadable delivery once/,
    ],
    [
      "never removes an entry",
      () => ({ remove: async () => {} }),
      /^stores a removed unreadable delivery again/,
    ],
    [
      "truncates texts",
      (store) => ({ add: (one) => store.add({ ...one, text: one.text.replaceAll("\0", "") }) }),
      /^stores every text unchanged/,
    ],
    [
      "lists the newest first",
      (store) => ({ list: async () => (await store.list()).toReversed() }),
      /^lists unreadable deliveries oldest first/,
    ],
  ])("detect a store that %s", async (_defect, toBroken, expected) => {
    const correct = underTest();
    const failuresWith = (change: Broken): Promise<string[]> =>
      failuresOf(
        {
          ...correct,
          async open() {
            const opened = await correct.open();
            const store = memoryInbox().unreadable;
            const unreadable = { ...store, ...change(store) };
            const openAnother = async () => ({
              ...(await opened.openAnother!()),
              inbox: { ...opened.inbox, unreadable },
            });
            return { ...opened, openAnother, inbox: { ...opened.inbox, unreadable } };
          },
        },
        "",
        // Skips every other case, and the outage case: a store in memory has no outages.
        /^(?!(?:lists|stores|shares) .*unreadable|stores every text)/,
      );
    expect(await failuresWith(() => ({}))).toEqual([]);
    expect((await failuresWith(toBroken)).some((failure) => expected.test(failure))).toBe(true);
  });
});

describe("the cases for reads", () => {
  type Broken = (reads: InboxReads) => Partial<InboxReads>;

  it.each<[string, Broken, RegExp]>([
    [
      "reads the history newest first",
      (reads) => ({ history: async (one) => (await reads.history(one)).toReversed() }),
      /^reads the history of a transaction in order: .*'successful'/s,
    ],
    [
      "reads every change as handled",
      (reads) => ({
        history: async (one) =>
          (await reads.history(one)).map((each) => ({ ...each, isHandled: true })),
      }),
      /^reads the history of a transaction in order: .*true/s,
    ],
    [
      "reads times of another time zone",
      (reads) => ({
        history: async (one) =>
          (await reads.history(one)).map((each) => ({
            ...each,
            recordedAt: "2026-01-01T00:00:00.000Z",
          })),
      }),
      /^reads the history of a transaction in order: 2026-01-01T00:00:00.000Z is wrong/,
    ],
    [
      "reads the history of another account",
      (reads) => ({ history: ({ account: _account, ...one }) => reads.history(one) }),
      /^reads the history of each account and any id apart: history of /,
    ],
    [
      "reads a conflict for each delivery",
      (reads) => ({
        async *conflicts() {
          for await (const one of reads.conflicts()) yield* [one, one];
        },
      }),
      /^reads each conflict once: /,
    ],
    [
      "reads no conflicts",
      () => ({
        async *conflicts() {
          // None.
        },
      }),
      /^reads each conflict once: /,
    ],
    [
      "reads no unhandled changes",
      () => ({
        async *unhandled() {
          // None.
        },
      }),
      /^reads unhandled changes until they are applied: /,
    ],
    [
      "ignores the account of setAside",
      (reads) => ({ setAside: ({ account: _account, ...query } = {}) => reads.setAside(query) }),
      /^reads what reconcile has set aside: /,
    ],
  ])("detect an inbox that %s", async (_defect, toBroken, expected) => {
    const failuresWith = (change: Broken): Promise<string[]> =>
      failuresOf(
        {
          async open() {
            const memory = memoryInbox();
            return {
              inbox: { ...memory, ...change(memory) },
              close: async () => undefined,
            };
          },
        },
        "reads",
      );
    expect(await failuresWith(() => ({}))).toEqual([]);
    const failures = await failuresWith(toBroken);
    expect(failures.filter((failure) => expected.test(failure))).toHaveLength(1);
  });
});

describe("an ability", () => {
  const caseName = "keeps its records when leases lapse";

  it("fails its cases when it is missing without a reason", async () => {
    const open = async () => ({
      inbox: defectiveInbox(createStore()),
      close: async () => undefined,
    });
    const failed = inboxCases({ open }).find(({ name }) => name === caseName);
    await expect(failed?.run()).rejects.toThrow(/^lapse is missing\. Return it from open\(\)/);
  });

  it("fails its cases when it is present but listed as missing", async () => {
    const listed = { ...underTest(), cannot: { lapse: "it has no clock" } };
    const exception = inboxCases(listed).find(({ name }) => name.endsWith(caseName));
    expect(exception?.name).toBe(`known exception (it has no clock): ${caseName}`);
    await expect(exception?.run()).rejects.toThrow(/^lapse is available/);
  });

  it("fails when the engine does not take turns as declared", async () => {
    const declared = { ...underTest(), takesTurns: "it has one connection" };
    const failures = await failuresOf(declared);
    expect(failures).toEqual([
      expect.stringMatching(
        /^makes claims of other transactions wait \(it has one connection\): .*did not wait/,
      ),
    ]);
  });
});
