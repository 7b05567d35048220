import { AssertionError } from "node:assert";
import type { Intent, IntentKey, JournalStore, RecordedIntent } from "@numipay/core";
import { describe, expect, it, vi } from "vitest";
import { journalCases } from "../src/journal-cases.js";
import type { JournalStoreUnderTest } from "../src/journal-fixture.js";

/** One defect of a store. */
type Defect =
  | "records nothing before the end"
  | "claims without a lock"
  | "does not hold later claims"
  | "never frees a refused intent"
  | "keeps the content of a refused intent"
  | "sends an unknown intent again"
  | "sends an expired intent again"
  | "replaces the content of an unclear intent"
  | "never expires a lease"
  | "accepts a stale complete"
  | "rejects a late complete"
  | "completes twice"
  | "completes what was not recorded"
  | "reuses the fencing token"
  | "ignores accounts"
  | "ignores slots"
  | "ignores case"
  | "ignores trailing spaces"
  | "ignores accents"
  | "truncates ids"
  | "joins names with a colon"
  | "forgets the response"
  | "truncates the response"
  | "does not share its records"
  | "claims without its store"
  | "completes without its store"
  | "reads without its store"
  | "loses its records in an outage"
  | "forgets the metadata"
  | "counts no attempts"
  | "counts attempts before a refusal"
  | "treats a queued intent as unclear"
  | "replaces the content of a queued intent"
  | "lists nothing"
  | "lists intents in progress"
  | "lists no expired intents"
  | "lists queued intents"
  | "lists resolved intents"
  | "lists every account"
  | "lists one slot"
  | "lists everything at once"
  | "lists one page"
  | "ignores the position"
  | "counts the position"
  | "lists without its store";

interface Records {
  entries: Map<string, { recorded: RecordedIntent; fencingToken: number; leaseEndsAtMs: number }>;
  isUnreachable: boolean;
}

const createRecords = (): Records => ({ entries: new Map(), isUnreachable: false });

/** A correct store, except for the defect. */
function defectiveStore(records: Records, defect?: Defect): JournalStore {
  const { entries } = records;
  let listed = 0;
  const checkReachable = (unless: Defect): void => {
    if (records.isUnreachable && defect !== unless) throw new Error("The store is unreachable.");
  };

  function toKey({ account, slot, tracking_id }: IntentKey): string {
    const names = [
      defect === "ignores accounts" ? "" : account,
      defect === "ignores slots" ? "" : slot,
      toId(tracking_id),
    ];
    if (defect === "joins names with a colon") return [names[1], names[0], names[2]].join(":");
    return JSON.stringify(names);
  }

  function toId(id: string): string {
    if (defect === "ignores case") return id.toLowerCase();
    if (defect === "ignores trailing spaces") return id.trimEnd();
    if (defect === "ignores accents") return id.normalize("NFD").replaceAll(/\p{M}/gu, "");
    return defect === "truncates ids" ? id.slice(0, 191) : id;
  }

  function start(intent: Intent, attempts: number): RecordedIntent {
    return {
      ...intent,
      metadata: defect === "forgets the metadata" ? undefined : intent.metadata,
      state: "sending",
      recordedAt: new Date().toISOString(),
      response: undefined,
      responseExpiresAt: undefined,
      attempts,
      request: undefined,
    };
  }

  function isListed(recorded: RecordedIntent, leaseEndsAtMs: number): boolean {
    const { state } = recorded;
    if (state === "queued") return defect === "lists queued intents";
    if (state === "confirmed") return defect === "lists resolved intents";
    if (state !== "sending") return state === "unknown";
    if (Date.now() < leaseEndsAtMs) return defect === "lists intents in progress";
    return defect !== "lists no expired intents";
  }

  return {
    async claim(intent, leaseMs) {
      checkReachable("claims without its store");
      const key = toKey(intent);
      const known = entries.get(key);
      if (defect === "claims without a lock") await Promise.resolve();
      const isExpired =
        known !== undefined &&
        Date.now() >= known.leaseEndsAtMs &&
        defect !== "never expires a lease";
      const raised = (known?.fencingToken ?? 0) + 1;
      const lease = { fencingToken: defect === "reuses the fencing token" ? 1 : raised };
      const entry = { ...lease, leaseEndsAtMs: Date.now() + leaseMs };
      const { state } = known?.recorded ?? { state: "none" };
      const isFree =
        state === "none" ||
        (state === "refused" && defect !== "never frees a refused intent") ||
        (state === "unknown" && defect === "sends an unknown intent again") ||
        (state === "sending" && isExpired && defect === "sends an expired intent again");
      if (known === undefined || isFree) {
        const kept = defect === "keeps the content of a refused intent" ? known?.recorded : intent;
        const before = known?.recorded.attempts ?? 0;
        const attempts = defect === "counts attempts before a refusal" ? before + 1 : 1;
        entries.set(key, { ...entry, recorded: start({ ...intent, ...kept }, attempts) });
        return { state: "new", lease };
      }
      const { recorded } = known;
      if (state === "confirmed") return { state, recorded };
      if (state === "sending" && !isExpired) {
        if (defect !== "does not hold later claims" || raised === 2)
          return { state: "in-progress", recorded };
      }
      const isQueued = state === "queued";
      const isReplaced = isQueued
        ? defect === "replaces the content of a queued intent"
        : defect === "replaces the content of an unclear intent";
      const attempts = recorded.attempts + (defect === "counts no attempts" ? 0 : 1);
      const content = isReplaced ? intent : {};
      const claimed: RecordedIntent = { ...recorded, ...content, state: "sending", attempts };
      entries.set(key, { ...entry, recorded: claimed });
      const isNew = isQueued && defect !== "treats a queued intent as unclear";
      return { state: isNew ? "new" : "unclear", lease, recorded: claimed };
    },
    async complete(intent, { fencingToken }, { state, response, responseExpiresAt }) {
      checkReachable("completes without its store");
      const entry = entries.get(toKey(intent));
      if (entry === undefined) return defect === "completes what was not recorded";
      if (entry.fencingToken !== fencingToken && defect !== "accepts a stale complete")
        return false;
      if (entry.recorded.state !== "sending" && defect !== "completes twice") return false;
      if (defect === "rejects a late complete" && Date.now() >= entry.leaseEndsAtMs) return false;
      const stored = defect === "truncates the response" ? response?.slice(0, 255) : response;
      entry.recorded = {
        ...entry.recorded,
        state,
        response: defect === "forgets the response" ? undefined : stored,
        responseExpiresAt,
      };
      return true;
    },
    async read(key) {
      checkReachable("reads without its store");
      const recorded = entries.get(toKey(key))?.recorded;
      const isHidden = defect === "records nothing before the end" && recorded?.state === "sending";
      return isHidden ? undefined : recorded;
    },
    async unresolved(account, after) {
      checkReachable("lists without its store");
      if (defect === "lists nothing" || (after && defect === "lists one page")) return [];
      const found = [...entries.values()]
        .filter(({ recorded, leaseEndsAtMs }) => isListed(recorded, leaseEndsAtMs))
        .map(({ recorded }) => recorded)
        .filter((one) => one.account === account || defect === "lists every account")
        .filter(({ slot }) => slot === "transaction" || defect !== "lists one slot")
        .toSorted((one, other) => (toKey(one) < toKey(other) ? -1 : 1));
      if (after === undefined) listed = 0;
      const isAfter = (one: RecordedIntent): boolean =>
        after === undefined || defect === "ignores the position" || toKey(one) > toKey(after);
      const rest = defect === "counts the position" ? found.slice(listed) : found.filter(isAfter);
      const page = defect === "lists everything at once" ? rest : rest.slice(0, 100);
      listed += page.length;
      return page;
    },
  };
}

function underTest(defect?: Defect): JournalStoreUnderTest {
  return {
    async open() {
      const records = createRecords();
      return {
        store: defectiveStore(records, defect),
        openAnother: async () =>
          defectiveStore(
            defect === "does not share its records" ? createRecords() : records,
            defect,
          ),
        async cutOff() {
          records.isUnreachable = true;
          if (defect === "loses its records in an outage") records.entries.clear();
          return async () => {
            records.isUnreachable = false;
          };
        },
        close: async () => undefined,
      };
    },
  };
}

/** Runs every case, at once because some wait for seconds, and returns the failures as `name: message`. */
async function failuresOf(store: JournalStoreUnderTest): Promise<string[]> {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
  const failures = await Promise.all(
    journalCases(store).map(async ({ name, run }) => {
      try {
        await run();
        return [];
      } catch (error) {
        if (!(error instanceof AssertionError)) throw error;
        return [`${name}: ${error.message.split("\n")[0]}`];
      }
    }),
  );
  warn.mockRestore();
  return failures.flat();
}

/** How the failures of a store begin, in the order of the cases. */
const expected: Record<Defect, string[]> = {
  "records nothing before the end": [
    "records an intent before its claim resolves: ",
    "grants a refused intent as new, with other content: ",
    "grants an unknown intent as unclear, with its content: ",
    "counts the attempts since the intent was recorded: ",
    "grants an intent as unclear when its lease expires: ",
    "rejects a complete of a lost lease: ",
    "rejects every call while the store is unreachable, and keeps its records: ",
    "lists unknown intents and those whose lease expired: ",
  ],
  "claims without a lock": [
    "grants one of 20 concurrent claims: ",
    "grants one of 20 concurrent claims of a refused intent: ",
    "grants one of 20 concurrent claims of an unknown intent: ",
    "shares claims and records between two stores: ",
    "sends one of 8 simultaneous calls: ",
    "sends one of two calls in two processes: ",
  ],
  "does not hold later claims": [
    "grants one of 20 concurrent claims of a refused intent: ",
    "grants one of 20 concurrent claims of an unknown intent: ",
    "grants a queued intent as new, with its content: ",
    "counts the attempts since the intent was recorded: ",
  ],
  "never frees a refused intent": [
    "grants one of 20 concurrent claims of a refused intent: ",
    "grants a refused intent as new, with other content: ",
    "counts the attempts since the intent was recorded: ",
    "increases the fencing token with every claim: ",
  ],
  "keeps the content of a refused intent": ["grants a refused intent as new, with other content: "],
  "sends an unknown intent again": [
    "grants one of 20 concurrent claims of an unknown intent: ",
    "grants an unknown intent as unclear, with its content: ",
    "counts the attempts since the intent was recorded: ",
    "increases the fencing token with every claim: ",
    "confirms an unclear intent without a response: ",
    "removes an intent from the unresolved ones when it is resolved: ",
    "continues after an intent that was resolved: ",
    "asks about an unknown outcome until the gateway has it: ",
    "sends one decision on a payout: ",
  ],
  "sends an expired intent again": [
    "grants an intent as unclear when its lease expires: ",
    "rejects a complete of a lost lease: ",
    "lists unknown intents and those whose lease expired: ",
  ],
  "replaces the content of an unclear intent": [
    "grants an unknown intent as unclear, with its content: ",
    "sends one decision on a payout: ",
  ],
  "never expires a lease": [
    "grants an intent as unclear when its lease expires: ",
    "rejects a complete of a lost lease: ",
    "accepts a complete after the lease if no other claim was granted: ",
    "lists unknown intents and those whose lease expired: ",
  ],
  "accepts a stale complete": [
    "grants a queued intent as new, with its content: ",
    "rejects a complete of a lost lease: ",
  ],
  "rejects a late complete": ["accepts a complete after the lease if no other claim was granted: "],
  "completes twice": ["completes a claim once: "],
  "completes what was not recorded": ["never completes an intent without a record: "],
  "reuses the fencing token": [
    "grants a queued intent as new, with its content: ",
    "increases the fencing token with every claim: ",
    "rejects a complete of a lost lease: ",
  ],
  "ignores accounts": [
    "keeps accounts, slots and ids apart: a claim of another intent, { account:",
    "lists the unresolved intents of one account, in both slots: ",
    "finds the calls of a renamed account by its namespace only: ",
  ],
  "ignores slots": [
    "keeps accounts, slots and ids apart: a claim of another intent, { slot: 'decision' }",
    "lists the unresolved intents of one account, in both slots: ",
    "sends one decision on a payout: ",
  ],
  "ignores case": [
    "keeps accounts, slots and ids apart: a claim of another intent, { tracking_id: 'Order-1' }",
  ],
  "ignores trailing spaces": [
    "keeps accounts, slots and ids apart: a claim of another intent, { tracking_id: 'order-1 ' }",
  ],
  "ignores accents": [
    "keeps accounts, slots and ids apart: a claim of another intent, { tracking_id: 'order-e' }",
  ],
  "truncates ids": ["keeps accounts, slots and ids apart: a claim of another intent, "],
  "joins names with a colon": [
    "keeps accounts, slots and ids apart: a claim of another intent, { account:",
  ],
  "forgets the response": [
    "returns the response of a confirmed intent: ",
    "sends one of 8 simultaneous calls: ",
    "returns the recorded response to a repeated call: ",
    "finds the calls of a renamed account by its namespace only: ",
    "sends one of two calls in two processes: ",
  ],
  "truncates the response": ["returns the response of a confirmed intent: "],
  "does not share its records": [
    "shares claims and records between two stores: ",
    "sends one of two calls in two processes: ",
  ],
  "claims without its store": [
    "rejects every call while the store is unreachable, and keeps its records: ",
    "sends nothing while the store is unreachable: ",
  ],
  "completes without its store": [
    "rejects every call while the store is unreachable, and keeps its records: ",
    "returns the response if the store fails after sending: ",
  ],
  "reads without its store": [
    "rejects every call while the store is unreachable, and keeps its records: ",
  ],
  "loses its records in an outage": [
    "rejects every call while the store is unreachable, and keeps its records: ",
    "returns the response if the store fails after sending: ",
  ],
  "forgets the metadata": [
    "records an intent before its claim resolves: ",
    "grants a refused intent as new, with other content: ",
  ],
  "counts no attempts": ["counts the attempts since the intent was recorded: "],
  "counts attempts before a refusal": ["counts the attempts since the intent was recorded: "],
  "treats a queued intent as unclear": [
    "grants a queued intent as new, with its content: a claim of a queued intent is unclear",
  ],
  "replaces the content of a queued intent": ["grants a queued intent as new, with its content: "],
  "lists nothing": [
    "lists unknown intents and those whose lease expired: ",
    "removes an intent from the unresolved ones when it is resolved: ",
    "lists unresolved intents in pages of at most 100: ",
    "continues after an intent that was resolved: ",
    "lists the unresolved intents of one account, in both slots: ",
  ],
  "lists intents in progress": [
    "lists unknown intents and those whose lease expired: ",
    "removes an intent from the unresolved ones when it is resolved: ",
  ],
  "lists no expired intents": ["lists unknown intents and those whose lease expired: "],
  "lists queued intents": ["lists unknown intents and those whose lease expired: "],
  "lists resolved intents": [
    "lists unknown intents and those whose lease expired: ",
    "removes an intent from the unresolved ones when it is resolved: ",
  ],
  "lists every account": ["lists the unresolved intents of one account, in both slots: "],
  "lists one slot": ["lists the unresolved intents of one account, in both slots: "],
  "lists everything at once": [
    "lists unresolved intents in pages of at most 100: the first page has 120 intents",
  ],
  "lists one page": [
    "lists unresolved intents in pages of at most 100: ",
    "continues after an intent that was resolved: ",
  ],
  "ignores the position": [
    "lists unknown intents and those whose lease expired: ",
    "removes an intent from the unresolved ones when it is resolved: ",
    "lists unresolved intents in pages of at most 100: ",
    "lists the unresolved intents of one account, in both slots: ",
  ],
  "counts the position": ["continues after an intent that was resolved: "],
  "lists without its store": [
    "rejects every call while the store is unreachable, and keeps its records: ",
  ],
};

describe("a store that", () => {
  it("follows the rules passes every case", async () => {
    expect(await failuresOf(underTest())).toEqual([]);
  });

  it.each(Object.entries(expected))(
    "%s fails the cases about it",
    async (defect, beginnings) => {
      const failures = await failuresOf(underTest(defect as Defect));
      expect(failures.map((failure, i) => failure.slice(0, beginnings[i]?.length))).toEqual(
        beginnings,
      );
      // A lease that never expires is polled for 3 seconds.
    },
    30_000,
  );
});

describe("an ability", () => {
  const caseName = "shares claims and records between two stores";

  it("fails its cases when it is missing without a reason", async () => {
    const store = defectiveStore(createRecords());
    const open = async () => ({ store, close: async () => undefined });
    const failed = journalCases({ open }).find(({ name }) => name === caseName);
    await expect(failed?.run()).rejects.toThrow(/^openAnother is missing\. Return it from open/);
  });

  it("fails its cases when it is present but listed as missing", async () => {
    const listed = { ...underTest(), cannot: { openAnother: "it has one process" } };
    const exception = journalCases(listed).find(({ name }) => name.endsWith(caseName));
    expect(exception?.name).toBe(`known exception (it has one process): ${caseName}`);
    await expect(exception?.run()).rejects.toThrow(/^openAnother is available/);
  });
});
