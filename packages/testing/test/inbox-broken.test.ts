import { AssertionError } from "node:assert";
import {
  type Change,
  type Inbox,
  type Lease,
  memoryInbox,
  type UnreadableStore,
} from "@numipay/core";
import { describe, expect, test } from "vitest";
import { inboxCases } from "../src/inbox-cases.js";
import type { InboxUnderTest } from "../src/inbox-fixture.js";

/** What an inbox can get wrong. */
type Flaw =
  | "remembers nothing"
  | "looks, and only then takes"
  | "holds changes, not transactions"
  | "forgets with time"
  | "compares no content"
  | "notes no conflicts"
  | "lets old news through"
  | "never sees a contradiction"
  | "takes unknown statuses for final"
  | "lets a late holder complete"
  | "lets a late holder release"
  | "records on release"
  | "answers without its store"
  | "has one fence for all"
  | "waits for the holder"
  | "never ends a lost claim"
  | "cuts keys short"
  | "keeps its records to itself"
  | "takes unhandled for handled"
  | "forgets what was unhandled"
  | "contradicts what was unhandled"
  | "keeps the unhandled mark"
  | "knows no accounts";

interface Store {
  records: Map<string, Map<string, Pick<Change, "content" | "rank" | "isHandled">>>;
  held: Map<string, number>;
  fence: number;
  conflicts: number;
  isGone: boolean;
}

const createStore = (): Store => ({
  records: new Map(),
  held: new Map(),
  fence: 0,
  conflicts: 0,
  isGone: false,
});

/** A right inbox, but for its flaw. */
function flawedInbox(store: Store, flaw?: Flaw): Inbox<unknown> {
  const toKey = (one: Change) => {
    const key = flaw === "holds changes, not transactions" ? one.key : one.transactionKey;
    if (flaw === "knows no accounts") return key.replace(/^.*:(?=deposit:)/, "");
    return flaw === "cuts keys short" ? key.slice(0, 255) : key;
  };
  const isHolder = (one: Change, { fencingToken }: Lease<unknown>) =>
    store.held.get(toKey(one)) === fencingToken;
  const reach = () => {
    if (store.isGone) throw new Error("the store is gone");
  };
  return {
    async claim(change) {
      if (flaw !== "answers without its store") reach();
      const key = toKey(change);
      const records = store.records.get(key) ?? new Map<string, never>();
      const known = records.get(change.status);
      if (known !== undefined && flaw !== "remembers nothing") {
        if (known.content !== change.content && flaw !== "compares no content") {
          if (flaw !== "notes no conflicts") store.conflicts += 1;
          return { state: "conflict" };
        }
        const isApplied = known.isHandled || flaw === "takes unhandled for handled";
        if (isApplied || !change.isHandled) return { state: "duplicate" };
      }
      const isHeld = store.held.has(key);
      if (flaw === "looks, and only then takes") await Promise.resolve();
      if (isHeld) {
        if (flaw === "waits for the holder") await new Promise(() => undefined);
        return { state: "in-progress" };
      }
      const finals = [...records].filter(
        ([, { rank }]) =>
          rank === 1 || (rank === undefined && flaw === "takes unknown statuses for final"),
      );
      const final = finals.at(-1)?.[0];
      const applied = finals.findLast(
        ([status, { isHandled }]) =>
          status !== change.status && (isHandled || flaw === "contradicts what was unhandled"),
      )?.[0];
      if (change.rank === 0 && final !== undefined && flaw !== "lets old news through")
        return { state: "stale" };
      if (flaw !== "has one fence for all") store.fence += 1;
      store.held.set(key, store.fence);
      const contradicts =
        change.rank === 1 && flaw !== "never sees a contradiction" ? applied : undefined;
      return { state: "new", lease: { fencingToken: store.fence, contradicts, tx: undefined } };
    },
    async complete(change, lease) {
      reach();
      const key = toKey(change);
      if (!isHolder(change, lease) && flaw !== "lets a late holder complete") return false;
      store.held.delete(key);
      if (!change.isHandled && flaw === "forgets what was unhandled") return true;
      const records = store.records.get(key) ?? new Map();
      const { content, rank } = change;
      const wasUnhandled = records.get(change.status)?.isHandled === false;
      const isHandled = change.isHandled && !(wasUnhandled && flaw === "keeps the unhandled mark");
      records.delete(change.status);
      records.set(change.status, { content, rank, isHandled });
      store.records.set(key, records);
      return true;
    },
    async release(change, lease) {
      reach();
      if (flaw === "records on release") await this.complete(change, lease);
      if (isHolder(change, lease) || flaw === "lets a late holder release")
        store.held.delete(toKey(change));
    },
  };
}

const underTest = (flaw?: Flaw): InboxUnderTest => ({
  async open() {
    const store = createStore();
    const end = () => {
      if (flaw !== "never ends a lost claim") store.held.clear();
    };
    return {
      inbox: flawedInbox(store, flaw),
      async openAnother() {
        const other = flaw === "keeps its records to itself" ? createStore() : store;
        return { inbox: flawedInbox(other, flaw), vanish: async () => end() };
      },
      async lapse() {
        end();
        if (flaw === "forgets with time") store.records.clear();
      },
      async cutOff() {
        store.isGone = true;
        return async () => {
          store.isGone = false;
        };
      },
      countConflicts: async () => store.conflicts,
      close: async () => undefined,
    };
  },
});

/** Which cases an inbox fails, with what they say. */
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

describe("the inbox suite", () => {
  test("is passed by a right inbox", async () => {
    expect(await failuresOf(underTest())).toEqual([]);
  });

  test.each<[Flaw, RegExp]>([
    ["remembers nothing", /^a change is new once, .*'new'.*'duplicate'/s],
    ["looks, and only then takes", /^of 20 claims of one change at once, exactly one is new/],
    ["holds changes, not transactions", /^while a change is in progress, every other .*'in-pr/s],
    ["forgets with time", /^records do not lapse.*'new'.*'duplicate'/s],
    ["compares no content", /^other content under a recorded key .*'conflict'/s],
    ["notes no conflicts", /^a conflict is taken note of.*0 !== 1/s],
    ["lets old news through", /^pending after a final .*'new'.*'stale'/s],
    ["never sees a contradiction", /^a final status after another .*undefined.*'rejected'/s],
    ["takes unknown statuses for final", /^an unknown status is neither stale/],
    ["lets a late holder complete", /^who lost the lease .*a late complete is refused/],
    ["lets a late holder release", /^who lost the lease .*a late release gives nothing back/],
    ["records on release", /^a released change is new again.*'duplicate'.*'new'/s],
    ["answers without its store", /^while the store is gone .*Missing expected rejection/],
    ["has one fence for all", /^the fence grows with every claim/],
    ["waits for the holder", /^a claim never waits .*takes longer than/],
    ["never ends a lost claim", /^what a vanished process held .*is in-progress, not new/],
    ["cuts keys short", /^keys of any characters and length are kept apart/],
    ["keeps its records to itself", /^two inboxes on one store hold/],
    ["takes unhandled for handled", /^an unhandled change is a duplicate without .*'dupl.*'new'/s],
    ["forgets what was unhandled", /^pending after an unhandled final .*'new'.*'stale'/s],
    ["contradicts what was unhandled", /^an unhandled final status is not contradicted/],
    ["keeps the unhandled mark", /^an unhandled change that is applied later is a duplicate/],
    ["knows no accounts", /^two accounts apply the same transaction id once each/],
  ])("fails one that %s", { timeout: 60_000 }, async (flaw, expected) => {
    // Every case would wait for the end of time.
    const only = flaw === "waits for the holder" ? "a claim never waits" : "";
    const failures = await failuresOf(underTest(flaw), only);
    expect(failures.filter((failure) => expected.test(failure))).toHaveLength(1);
  });

  test.each<Flaw>([
    "remembers nothing",
    "looks, and only then takes",
    "compares no content",
    "lets old news through",
    "never sees a contradiction",
    "takes unknown statuses for final",
    "records on release",
    "has one fence for all",
    "takes unhandled for handled",
    "contradicts what was unhandled",
    "keeps the unhandled mark",
  ])("its interleavings alone catch one that %s, and tell the seed", async (flaw) => {
    const random = inboxCases(underTest(flaw), { seed: 7, interleavings: 200 }).find(({ name }) =>
      name.includes("on one inbox"),
    );
    await expect(random?.run()).rejects.toThrow(/^seed \d+: claim /);
  });
});

describe("look", () => {
  test.each<[string, (inbox: Inbox<unknown>, change: Change) => Promise<string>]>([
    ["claims", async (inbox, change) => (await inbox.claim(change)).state],
    ["knows nothing", async () => "new"],
    ["knows only what is recorded", async () => "duplicate"],
  ])("that %s fails", async (_flaw, look) => {
    const right = underTest();
    const failures = await failuresOf(
      {
        async open() {
          const opened = await right.open();
          const inbox = opened.inbox;
          return {
            ...opened,
            inbox: { ...inbox, peek: async (change) => (await look(inbox, change)) as "new" },
          };
        },
      },
      "look, where there is one",
    );
    expect(failures[0]).toMatch(/^look, where there is one, says what claim would/);
    expect(failures[1]).toMatch(/^look, where there is one, says unhandled where/);
  });
});

describe("a store of unreadable deliveries", () => {
  type Broken = (store: UnreadableStore) => Partial<UnreadableStore>;

  test.each<[string, Broken, RegExp]>([
    [
      "keeps the last one",
      (store) => ({ add: async (one) => (await store.remove(one.key), store.add(one)) }),
      /^an unreadable delivery that comes again is kept once/,
    ],
    [
      "takes nothing out",
      () => ({ remove: async () => {} }),
      /^an unreadable delivery is taken out/,
    ],
    [
      "cuts texts",
      (store) => ({ add: (one) => store.add({ ...one, text: one.text.replaceAll("\0", "") }) }),
      /^every text is kept to the letter/,
    ],
    [
      "lists the newest first",
      (store) => ({ list: async () => (await store.list()).toReversed() }),
      /^unreadable deliveries are listed as they came/,
    ],
  ])("fails one that %s", async (_flaw, toBroken, expected) => {
    const right = underTest();
    const failuresWith = (change: Broken): Promise<string[]> =>
      failuresOf(
        {
          ...right,
          async open() {
            const opened = await right.open();
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
        // The store in memory cannot go away.
        /^(?!(an )?unreadable|every text|another inbox)/,
      );
    expect(await failuresWith(() => ({}))).toEqual([]);
    expect((await failuresWith(toBroken)).some((failure) => expected.test(failure))).toBe(true);
  });
});

describe("an ability", () => {
  const nameOf = "records do not lapse";

  test("that is missing without a reason fails the cases that need it", async () => {
    const open = async () => ({
      inbox: flawedInbox(createStore()),
      close: async () => undefined,
    });
    const failed = inboxCases({ open }).find(({ name }) => name === nameOf);
    await expect(failed?.run()).rejects.toThrow(/lapse is missing: give it, or say/);
  });

  test("that is there although it is listed as missing fails also", async () => {
    const stated = { ...underTest(), cannot: { lapse: "it has no clock" } };
    const hole = inboxCases(stated).find(({ name }) => name.endsWith(nameOf));
    expect(hole?.name).toBe(`cannot be shown (it has no clock): ${nameOf}`);
    await expect(hole?.run()).rejects.toThrow(/lapse is there now/);
  });

  test("to take turns that an engine is said to have, and has not, fails the case that shows it", async () => {
    const stated = { ...underTest(), takesTurns: "it has one connection" };
    const failures = await failuresOf(stated);
    expect(failures).toEqual([
      expect.stringMatching(
        /^while a change is .* \(it has one connection\): others wait: if none/,
      ),
    ]);
  });
});
