import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import type { QueuedIntent } from "@numipay/core";
import { beforeEach, describe, expect, it } from "vitest";
import { createApply } from "../../fixture.js";
import type { JournalFixture } from "./journal-suite.js";

/** A secret of the request and the metadata, which no error may contain. */
const secret = "beneficiary-4711";

/** An intent to queue. */
export function toQueued(account: string, fields: Partial<QueuedIntent> = {}): QueuedIntent {
  return {
    account,
    slot: "transaction",
    tracking_id: "payout-1",
    operation: "requestPayout",
    keyId: "0123456789abcdef",
    digests: { amount: "a".repeat(32) },
    metadata: JSON.stringify({ order: 7, note: secret }),
    request: JSON.stringify({ tracking_id: "payout-1", amount: "30.00", name: secret }),
    ...fields,
  };
}

/** What every entry's outbox does in transactions of the application, and beside them. */
export function describeOutboxStore<Tx>(fixture: JournalFixture<Tx>): void {
  let account: string;
  beforeEach(() => {
    account = `outbox-${randomUUID()}`;
  });

  const store = () => fixture.another.journal.store;
  const enqueue = (fields: Partial<QueuedIntent> = {}): Promise<boolean> =>
    fixture.another.transact((tx) => store().enqueue(tx, toQueued(account, fields)));
  const toIds = (taken: { tracking_id: string }[]): string[] =>
    taken.map(({ tracking_id }) => tracking_id);

  describe("enqueue", () => {
    it("commits with the rows of the transaction", async () => {
      const { transact, run } = fixture.another;
      const isQueued = await transact(async (tx) => {
        await run(tx, `INSERT INTO ${fixture.namespace}.effects (name) VALUES ('${account}')`);
        return store().enqueue(tx, toQueued(account));
      });
      expect(isQueued).toBe(true);
      const { recordedAt, ...recorded } = (await store().read(toQueued(account))) ?? {};
      expect(recorded).toEqual({
        ...toQueued(account),
        state: "queued",
        attempts: 0,
        failures: 0,
        response: undefined,
        responseExpiresAt: undefined,
      });
      expect(new Date(recordedAt ?? "").toISOString()).toBe(recordedAt);
      expect(Math.abs(Date.parse(recordedAt ?? "") - Date.now())).toBeLessThan(60_000);
    });

    it("rolls back with the transaction", async () => {
      const failing = fixture.another.transact(async (tx) => {
        expect(await store().enqueue(tx, toQueued(account))).toBe(true);
        throw new Error("rolled back");
      });
      await expect(failing).rejects.toThrow("rolled back");
      expect(await store().read(toQueued(account))).toBeUndefined();
      expect(await store().takeDue(account, 10, 1000)).toEqual([]);
    });

    it("records an id once", async () => {
      expect(await enqueue()).toBe(true);
      expect(await enqueue({ request: "{}" })).toBe(false);
      expect((await store().read(toQueued(account)))?.request).toBe(toQueued(account).request);
      const sent = { ...toQueued(account), tracking_id: "sent" };
      await store().claim(sent, 60_000);
      expect(await enqueue({ tracking_id: "sent" })).toBe(false);
      expect((await store().read(sent))?.state).toBe("sending");
    });

    it("queues one of several concurrent ones", async () => {
      const queued = await Promise.all(Array.from({ length: 5 }, () => enqueue()));
      expect(queued.filter(Boolean)).toHaveLength(1);
    });

    it("waits for a concurrent one, and queues if that is rolled back", async () => {
      let second: Promise<boolean> = Promise.resolve(false);
      const first = fixture.another.transact(async (tx) => {
        await store().enqueue(tx, toQueued(account));
        second = enqueue();
        // The second one has its own connection, and has time to arrive.
        await store().read(toQueued(account));
        throw new Error("rolled back");
      });
      await expect(first).rejects.toThrow("rolled back");
      expect(await second).toBe(true);
    });

    it("queues with the tx of a handler", async () => {
      const { inbox } = fixture.another;
      // It has those of the conformance suite.
      await inbox.addAccount("default");
      const { apply } = createApply<Tx>(inbox);
      const { outcome, reason } = await apply(async (tx) => {
        expect(await store().enqueue(tx, toQueued(account))).toBe(true);
      });
      expect(`${outcome} ${reason}`).toBe("processed undefined");
      expect(toIds(await store().takeDue(account, 10, 1000))).toEqual(["payout-1"]);
    });

    it("rejects what is not a transaction", async () => {
      for (const other of [undefined, null, {}, ...fixture.another.others]) {
        const queued = (async () => store().enqueue(other as Tx, toQueued(account)))();
        await expect(queued).rejects.toMatchObject({
          code: "invalid_argument",
          message: expect.stringMatching(/^tx must be/),
        });
      }
      expect(await store().read(toQueued(account))).toBeUndefined();
    });

    it("rejects a connection without an open transaction", async () => {
      const { withoutTransaction } = fixture.another;
      if (withoutTransaction === undefined) return;
      await withoutTransaction(async (tx) => {
        const refused = {
          code: "invalid_argument",
          message: expect.stringMatching(/^tx must be inside an open transaction/),
        };
        await expect(store().enqueue(tx, toQueued(account))).rejects.toMatchObject(refused);
        await expect(store().markOnce(tx, toQueued(account), "refund")).rejects.toMatchObject(
          refused,
        );
      });
      expect(await store().read(toQueued(account))).toBeUndefined();
    });

    it("rejects it for an id that is queued too", async () => {
      const { withoutTransaction } = fixture.another;
      if (withoutTransaction === undefined) return;
      expect(await enqueue()).toBe(true);
      await withoutTransaction(async (tx) => {
        await expect(store().enqueue(tx, toQueued(account))).rejects.toThrow(
          /^tx must be inside an open transaction/,
        );
      });
    });

    it("throws errors without the request and the metadata", async () => {
      const { journal, transact } = fixture.unmigrated;
      const work = (tx: Tx) => journal.store.enqueue(tx, toQueued(account));
      const error = await transact(work).catch((reason: unknown) => reason);
      expect(String(error)).toContain("The tables are missing or outdated.");
      await expect(journal.store.claim(toQueued(account), 1)).rejects.toThrow(
        "The tables are missing or outdated.",
      );
      const claimed = await journal.store
        .claim(toQueued(account), 1)
        .catch((reason: unknown) => reason);
      for (const text of [error, claimed].map((one) =>
        inspect(one, { depth: 10, showHidden: true }),
      )) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(Buffer.from(secret).toString("hex"));
      }
    });

    it.each([
      ["NUL", "order\u0000-1"],
      ["a quote and a backslash", "o'r\\d\"e?r-1"],
      ["a trailing space", "order-1 "],
      ["the prefix of a digest", "sha256:abc"],
      ["a lone surrogate", "order-\ud800"],
      ["255 characters of 3 bytes", "€".repeat(255)],
      ["emoji", "💶".repeat(100)],
    ])("returns an id with %s", async (_name, tracking_id) => {
      const metadata = JSON.stringify({ text: `\u0000 ${tracking_id} \u2028` });
      const request = JSON.stringify({ tracking_id, note: "x".repeat(4000) });
      expect(await enqueue({ tracking_id, metadata, request })).toBe(true);
      const [taken] = await store().takeDue(account, 10, 1000);
      expect(taken).toMatchObject({ account, tracking_id, metadata, request });
      const claim = await store().claim(toQueued(account, { tracking_id }), 60_000);
      expect(claim.state).toBe("new");
      if (claim.state === "new") {
        await store().complete(taken ?? toQueued(account), claim.lease, { state: "unknown" });
      }
      const [open] = await store().unresolved(account);
      expect(open).toMatchObject({ account, tracking_id, metadata, state: "unknown" });
      expect(await store().unresolved(account, open)).toEqual([]);
    });
  });

  describe("takeDue", () => {
    it("gives each intent to one of several workers", async () => {
      const ids = Array.from({ length: 24 }, (_, at) => `payout-${String(at).padStart(2, "0")}`);
      for (const tracking_id of ids) await enqueue({ tracking_id });
      const { first, another } = fixture;
      const workers = [first, another, first, another].map(async ({ journal }) => {
        const taken: string[] = [];
        for (let page = toIds(await journal.store.takeDue(account, 5, 60_000)); page.length > 0;) {
          taken.push(...page);
          page = toIds(await journal.store.takeDue(account, 5, 60_000));
        }
        return taken;
      });
      const taken = (await Promise.all(workers)).flat();
      expect(taken.toSorted()).toEqual(ids);
    });

    it("takes the longest due first, and again after the postponement", async () => {
      for (const tracking_id of ["b", "a", "c"]) await enqueue({ tracking_id });
      expect(toIds(await store().takeDue(account, 2, 0))).toEqual(["b", "a"]);
      const [next, ...others] = toIds(await store().takeDue(account, 10, 60_000));
      expect(next).toBe("c");
      expect(others.toSorted()).toEqual(["a", "b"]);
      expect(await store().takeDue(account, 10, 60_000)).toEqual([]);
    });

    it("takes nothing of other accounts, and no direct call", async () => {
      await enqueue();
      await store().claim(toQueued(account, { tracking_id: "direct" }), 0);
      expect(await store().takeDue(`${account}-2`, 10, 0)).toEqual([]);
      expect(toIds(await store().takeDue(account, 10, 0))).toEqual(["payout-1"]);
    });

    it("takes an intent again when the lease of its claim ends", async () => {
      await enqueue();
      const claim = await store().claim(toQueued(account), 60_000);
      expect(claim).toMatchObject({
        state: "new",
        recorded: { attempts: 1, metadata: toQueued("").metadata },
      });
      expect(await store().takeDue(account, 10, 0)).toEqual([]);
      await enqueue({ tracking_id: "lapsed" });
      await store().claim(toQueued(account, { tracking_id: "lapsed" }), 0);
      expect(await store().takeDue(account, 10, 0)).toMatchObject([
        { tracking_id: "lapsed", state: "sending" },
      ]);
    });
  });

  describe("complete and settle", () => {
    /** Queues, claims and completes an intent. */
    async function end(
      state: "queued" | "confirmed" | "refused" | "unknown",
      retryInMs?: number,
    ): Promise<void> {
      await enqueue();
      const claim = await store().claim(toQueued(account), 60_000);
      if (claim.state !== "new") throw new Error(`The claim is ${claim.state}.`);
      expect(await store().complete(toQueued(account), claim.lease, { state, retryInMs })).toBe(
        true,
      );
    }
    const due = () => store().takeDue(account, 10, 0);

    it("retries a queued intent later", async () => {
      await end("queued", 60_000);
      expect(await due()).toEqual([]);
      const claim = await store().claim(toQueued(account, { digests: {} }), 60_000);
      expect(claim).toMatchObject({
        state: "new",
        recorded: { attempts: 2, digests: toQueued("").digests, request: toQueued("").request },
      });
    });

    it("retries a queued intent at once by default", async () => {
      await end("queued");
      expect(await due()).toMatchObject([{ state: "queued", attempts: 1 }]);
    });

    it.each(["confirmed", "refused"] as const)("reports a %s intent once", async (state) => {
      await end(state);
      expect(await due()).toMatchObject([{ state, request: toQueued("").request }]);
      expect(await store().settle(toQueued(account), "unknown")).toBe(false);
      expect(await due()).toHaveLength(1);
      expect(await store().settle(toQueued(account), state)).toBe(true);
      expect(await due()).toEqual([]);
      expect((await store().read(toQueued(account)))?.request).toBeUndefined();
    });

    it("asks about an unknown intent again", async () => {
      await end("unknown");
      expect(await store().settle(toQueued(account), "confirmed")).toBe(false);
      expect(await store().settle(toQueued(account), "unknown", 60_000)).toBe(true);
      expect(await due()).toEqual([]);
      expect(await store().settle(toQueued(account), "unknown")).toBe(true);
      expect(await due()).toMatchObject([{ state: "unknown", request: toQueued("").request }]);
      expect((await store().claim(toQueued(account), 60_000)).state).toBe("unclear");
    });

    it("never makes a direct call due", async () => {
      const claim = await store().claim(toQueued(account), 60_000);
      if (claim.state !== "new") throw new Error(`The claim is ${claim.state}.`);
      await store().complete(toQueued(account), claim.lease, { state: "unknown" });
      expect(await store().settle(toQueued(account), "unknown")).toBe(true);
      expect(await due()).toEqual([]);
      expect(await store().settle(toQueued(account, { tracking_id: "none" }), "unknown")).toBe(
        false,
      );
    });
  });

  describe("markOnce", () => {
    const mark = (name: string, of = toQueued(account)): Promise<boolean> =>
      fixture.another.transact((tx) => store().markOnce(tx, of, name));

    it("records a mark once", async () => {
      expect(await mark("refund")).toBe(true);
      expect(await mark("refund")).toBe(false);
      expect(await mark("e-mail")).toBe(true);
      expect(await mark("refund", toQueued(account, { slot: "decision" }))).toBe(true);
      expect(await mark("refund", toQueued(`${account}-2`))).toBe(true);
    });

    it("rolls back with the transaction", async () => {
      const failing = fixture.another.transact(async (tx) => {
        expect(await store().markOnce(tx, toQueued(account), "refund")).toBe(true);
        expect(await store().markOnce(tx, toQueued(account), "refund")).toBe(false);
        throw new Error("rolled back");
      });
      await expect(failing).rejects.toThrow("rolled back");
      expect(await mark("refund")).toBe(true);
    });

    it("lets one of several concurrent transactions pass", async () => {
      const marked = await Promise.all(Array.from({ length: 5 }, () => mark("refund")));
      expect(marked.filter(Boolean)).toHaveLength(1);
    });

    it("waits for a concurrent transaction", async () => {
      let second: Promise<boolean> = Promise.resolve(false);
      const first = fixture.another.transact(async (tx) => {
        await store().markOnce(tx, toQueued(account), "refund");
        second = mark("refund");
        await store().read(toQueued(account));
        throw new Error("rolled back");
      });
      await expect(first).rejects.toThrow("rolled back");
      expect(await second).toBe(true);
    });
  });
}
