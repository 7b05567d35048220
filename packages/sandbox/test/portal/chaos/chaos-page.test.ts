import { describe, expect, it } from "vitest";
import { openCheckout } from "../../merchant.js";
import { createVisitor, fieldOf, hostile, textOf, type Visitor } from "../visitor.js";

async function pay(visitor: Visitor, trackingId: string): Promise<void> {
  const url = await openCheckout(visitor, { tracking_id: trackingId });
  await visitor.submit(`${url}/northbank`, { action: "pay" });
  await visitor.sandbox.flush();
}

/** The kinds of the injected faults. */
function injected(visitor: Visitor): readonly string[] {
  return visitor.sandbox.chaosPlan().faults.map(({ kind }) => kind);
}

describe("the chaos page", () => {
  it("has a field for every fault", async () => {
    const { read } = await createVisitor();
    const html = await read("chaos");
    expect(html.match(/class="chance"/g)).toHaveLength(14);
    expect(fieldOf(html, "duplicate").value).toBe("0");
    expect(textOf(html)).toContain("off No faults are injected.");
    expect(html).not.toContain('action="/portal/chaos/off"');
  });

  it("injects and lists the selected faults", async () => {
    const visitor = await createVisitor();
    const html = await visitor.post("chaos/apply", {
      tamper: "100",
      slow: "12,5 %",
      seed: "monday",
    });
    expect(textOf(html)).toContain("2 faults, drawn with the seed monday");
    expect(fieldOf(html, "tamper").value).toBe("100");
    expect(fieldOf(html, "slow").value).toBe("12.5");
    expect(visitor.sandbox.chaosPlan()).toMatchObject({
      seed: "monday",
      options: { deliveries: { tamper: 1, slow: 0.125 } },
    });
    await pay(visitor, "order-1");
    expect(injected(visitor)).toContain("tamper");
    expect(textOf(await visitor.read("chaos"))).toMatch(
      /Tamper field \w+ 1\/test\/webhook-1\/order-1/,
    );
  });

  it("stops and keeps the plan", async () => {
    const visitor = await createVisitor();
    await visitor.post("chaos/apply", { drop: "100" });
    await pay(visitor, "order-1");
    const count = injected(visitor).length;
    expect(count).toBeGreaterThan(0);
    expect(textOf(await visitor.post("chaos/off"))).toContain("off No faults are injected.");
    await pay(visitor, "order-2");
    expect(visitor.statuses()).toContain("successful");
    expect(injected(visitor)).toHaveLength(count);
  });

  it.each([
    ["duplicate", "101"],
    ["duplicate", "-1"],
    ["timeout", "often"],
    ["timeout", "1e2"],
    ["slow", hostile],
  ])("rejects %s of %j and keeps the other fields", async (name, value) => {
    const visitor = await createVisitor();
    const { status, html } = await visitor.send("chaos/apply", {
      drop: "33",
      seed: "kept",
      [name]: value,
    });
    expect(status).toBe(422);
    expect(fieldOf(html, name).problem).toBe("Enter a percentage from 0 to 100, such as 10.");
    expect(fieldOf(html, "drop").value).toBe("33");
    expect(fieldOf(html, "seed").value).toBe("kept");
    expect(html).not.toContain("<script>alert");
    expect(textOf(html)).toContain("off No faults are injected.");
  });

  it("rejects zero probabilities and a long seed", async () => {
    const visitor = await createVisitor();
    const nothing = await visitor.send("chaos/apply", { duplicate: "0" });
    expect(fieldOf(nothing.html, "seed").problem).toContain("at least one fault");
    const long = await visitor.send("chaos/apply", { duplicate: "1", seed: "x".repeat(101) });
    expect(fieldOf(long.html, "seed").problem).toContain("100 characters");
  });

  it.each([
    ["drizzle", 0.02],
    ["bad-day", 0.1],
    ["storm", 0.35],
  ])("applies the preset %s to all faults", async (preset, chance) => {
    const visitor = await createVisitor();
    await visitor.post("chaos/apply", { preset });
    const { deliveries = {}, api = {} } = visitor.sandbox.chaosPlan().options;
    const chances = Object.values({ ...deliveries, ...api });
    expect(chances).toEqual(Array.from({ length: 14 }, () => chance));
  });

  it("downloads a plan that a new sandbox replays", async () => {
    const visitor = await createVisitor();
    await visitor.post("chaos/apply", { tamper: "60", duplicate: "40" });
    for (const id of ["order-1", "order-2", "order-3"]) await pay(visitor, id);
    const response = await visitor.sandbox.fetch("/portal/chaos/plan.json");
    expect(response.headers.get("content-disposition")).toBe(
      'attachment; filename="chaos-plan.json"',
    );
    const plan = await response.text();
    expect(JSON.parse(plan)).toEqual(visitor.sandbox.chaosPlan());

    const other = await createVisitor();
    const html = await other.post("chaos/replay", { plan });
    expect(textOf(html)).toContain(`Replaying a plan with ${injected(visitor).length} faults`);
    for (const id of ["order-1", "order-2", "order-3"]) await pay(other, id);
    expect(other.sandbox.chaosPlan().faults).toEqual(visitor.sandbox.chaosPlan().faults);
    expect(other.received.map(({ body, at }) => [body, at])).toEqual(
      visitor.received.map(({ body, at }) => [body, at]),
    );
  });

  it("accepts a plan file above 64 KiB", async () => {
    const visitor = await createVisitor();
    await visitor.post("chaos/apply", { drop: "100" });
    await pay(visitor, "order-1");
    const plan = visitor.sandbox.chaosPlan();
    const [fault] = plan.faults;
    const many = Array.from({ length: 2000 }, (_, index) => ({
      ...fault,
      subject: `1/test/x/${index}`,
    }));
    const form = new FormData();
    form.set("plan", "");
    form.set("plan_file", new File([JSON.stringify({ ...plan, faults: many })], "plan.json"));
    const html = await visitor.post("chaos/replay", form);
    expect(textOf(html)).toContain("Replaying a plan with 2000 faults");
  });

  it.each([
    ["", "Choose a file above, or paste a plan here."],
    ["{", "This is not valid JSON"],
    ["[]", "plan must be a plan"],
    ['{"version":7}', "plan.version must be 1"],
    [
      '{"version":1,"seed":"s","options":{},"faults":[{"kind":"meteor"}]}',
      "plan.faults[0].kind must be one of",
    ],
    [hostile, "This is not valid JSON"],
    ["[".repeat(200_001) + "]".repeat(200_001), "This is not valid JSON"],
  ])("rejects the plan %j and keeps it", async (plan, problem) => {
    const visitor = await createVisitor();
    const { status, html } = await visitor.send("chaos/replay", { plan });
    expect(status).toBe(422);
    expect(/id="replay-plan-problem"[^>]*>([^<]*)/.exec(html)?.[1]).toContain(problem);
    expect(html).toContain('aria-describedby="replay-plan-problem"');
    expect(html).not.toContain("<script>alert");
    expect(textOf(html)).toContain("off No faults are injected.");
    if (plan === "[]") expect(html).toMatch(/<textarea[^>]*>\s*\[\]<\/textarea/);
  });

  it("rejects an invalid file and a broken upload", async () => {
    const visitor = await createVisitor();
    const form = new FormData();
    form.set("plan_file", new File(["{}"], "plan.json"));
    const { html } = await visitor.send("chaos/replay", form);
    expect(/id="replay-plan_file-problem"[^>]*>([^<]*)/.exec(html)?.[1]).toContain("plan.version");
    const broken = await visitor.sandbox.fetch("/portal/chaos/replay", {
      method: "POST",
      headers: {
        origin: visitor.sandbox.baseUrl,
        "content-type": "multipart/form-data; boundary=x",
      },
      body: "no such boundary",
    });
    expect(broken.status).toBe(422);
  });

  it("does not affect the portal", async () => {
    const visitor = await createVisitor();
    await visitor.post("chaos/apply", { serverError: "100", timeout: "100", loseResponse: "100" });
    expect(textOf(await visitor.read("chaos"))).toContain("3 faults");
    await visitor.post("chaos/off");
  });
});
