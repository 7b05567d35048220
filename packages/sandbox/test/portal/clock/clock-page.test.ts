import { describe, expect, it, onTestFinished } from "vitest";
import { confirmPayout, openCheckout } from "../../merchant.js";
import { createVisitor, hostile, textOf } from "../visitor.js";

describe("the clock page", () => {
  it("advances by its buttons and its field", async () => {
    const visitor = await createVisitor();
    for (const [step, at] of [
      ["5 min", "2026-01-01T00:05:00.000Z"],
      ["1 h", "2026-01-01T01:05:00.000Z"],
      ["1 d", "2026-01-02T01:05:00.000Z"],
      [" 1.5H ", "2026-01-02T02:35:00.000Z"],
      ["90s", "2026-01-02T02:36:30.000Z"],
    ] as const) {
      const html = await visitor.post("clock/advance", { step });
      expect(visitor.sandbox.now().toISOString()).toBe(at);
      expect(textOf(html)).toContain(": done.");
    }
    expect(await visitor.read("clock")).toContain('name="step" value="5 min"');
  });

  it.each([
    ["", "Enter a number with a unit"],
    ["5", "Enter a number with a unit"],
    ["-5m", "Enter a number with a unit"],
    [hostile, "Enter a number with a unit"],
    ["0 s", "above zero"],
    ["3661d", "at most 3660 d"],
    ["99999999999999999999d", "at most 3660 d"],
  ])("rejects the step %j", async (step, problem) => {
    const visitor = await createVisitor();
    const { status, html } = await visitor.send("clock/advance", { step });
    expect(status).toBe(422);
    expect(html).toContain(problem);
    expect(html).toContain('aria-invalid="true"');
    expect(html).not.toContain("<script>alert");
    expect(visitor.sandbox.now().toISOString()).toBe("2026-01-01T00:00:00.000Z");
  });

  it("stops before the year 10000", async () => {
    const visitor = await createVisitor({ startAt: "9999-12-30T00:00:00Z" });
    const { html } = await visitor.send("clock/advance", { step: "2d" });
    expect(html).toContain("The clock ends with the year 9999");
    expect(await visitor.read("clock")).toContain("30 Dec 9999");
  });

  it("lists scheduled work in order, with links", async () => {
    const visitor = await createVisitor();
    visitor.respondWith(() => new Response(null, { status: 503 }));
    await openCheckout(visitor, { tracking_id: hostile });
    const id = await confirmPayout(visitor, { tracking_id: "payout-1", amount: "200.03" });
    await visitor.call("POST", "/payouts/approve", { transaction_id: "payout-1" });
    await visitor.sandbox.flush();
    const html = await visitor.read("clock");
    const links = [
      ...html.matchAll(
        /<a class="target" href="\/portal\/(deliveries|transactions)\/[^>]*>([^<]*)</g,
      ),
    ];
    expect(links.map(([, , text]) => text?.trim())).toEqual(
      expect.arrayContaining([
        "Send webhook for payout-1: pending, attempt 2",
        "Decide the result of payout-1",
      ]),
    );
    expect(textOf(html)).toContain("Expire");
    expect(html).toContain(`/portal/transactions/${id}`);
    expect(html).not.toContain("<script>alert");
    const dues = [...html.matchAll(/datetime="([^"]+)"/g)].map(([, at]) => at ?? "");
    expect(dues.length).toBeGreaterThan(2);
    expect(dues.toSorted()).toEqual(dues);
  });

  it("advances to the next event and until idle", async () => {
    const visitor = await createVisitor();
    visitor.respondWith(() => new Response(null, { status: 503 }));
    await visitor.submit(`${await openCheckout(visitor)}/northbank`, { action: "pay" });
    await visitor.sandbox.flush();
    await visitor.post("clock/next");
    expect(visitor.sandbox.now().toISOString()).toBe("2026-01-01T00:05:00.000Z");
    const html = await visitor.post("clock/idle");
    expect(visitor.sandbox.now().toISOString()).toBe("2026-01-01T01:10:00.000Z");
    expect(textOf(html)).toContain("Nothing is scheduled");
    expect(textOf(await visitor.post("clock/next"))).toContain("Nothing is due.");
  });

  it("starts and pauses real time", async () => {
    const visitor = await createVisitor();
    onTestFinished(() => visitor.sandbox.close());
    expect(textOf(await visitor.post("clock/real-time", { on: "yes" }))).toContain(
      "follows real time",
    );
    expect(textOf(await visitor.post("clock/real-time", { on: "no" }))).toContain("paused");
    visitor.sandbox.realTime();
    expect(textOf(await visitor.read("clock"))).toContain("follows real time");
    expect(textOf(await visitor.post("clock/real-time", { on: "no" }))).toContain("paused");
    expect(textOf(await visitor.post("clock/real-time", { on: "maybe" }))).toContain(
      "Nothing changed",
    );
  });
});
