import { type ContractOverride, numipayWebhook } from "@numipay/core";
import { describe, expect, it } from "vitest";
import { type DifferenceCase, differences } from "./differences.js";
import { type Played, playStep, prepareStep, startGateway } from "./play-step.js";
import { toFile } from "./to-file.js";

const expected: Record<DifferenceCase["step"], unknown> = {
  direct: [true, ["order-1"]],
  status: { transaction_status: "pending" },
  list: ["order-1"],
  payout: {},
  webhook: ["order-1 deposit.pending", "order-1 deposit.successful"],
  pattern: undefined,
  request: ["refund"],
};

async function play(one: DifferenceCase, contract: ContractOverride): Promise<unknown> {
  const file = toFile(contract);
  const played = await startGateway(file, file);
  await prepareStep(played, one);
  return playStep(played, one);
}

/** What a merchant who does not know of the difference is told. */
async function playUnknown(one: DifferenceCase): Promise<string> {
  const played = await startGateway(toFile(one.contract), undefined);
  await prepareStep(played, one);
  const asked = { ...one, fields: one.unknowing ?? one.fields ?? {} };
  const failure = await playStep(played, asked).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  return failure ?? reasonsOf(played);
}

function reasonsOf({ reports, handled }: Played): string {
  expect(handled).toEqual([]);
  return reports.map(({ outcome, reason }) => `${outcome}: ${reason ?? ""}`).join("\n");
}

describe("the suite", () => {
  it("has 25 differences at least, each of its own name", () => {
    expect(new Set(differences.map(({ name }) => name)).size).toBeGreaterThanOrEqual(25);
  });
});

const called = differences.filter(({ step }) => step !== "pattern");

describe.each(called)("a gateway with $name", (one) => {
  it("is met by an override file alone", async () => {
    expect(await play(one, one.contract)).toEqual(expected[one.step]);
  });

  it("names the difference and the option without the override", async () => {
    expect(await playUnknown(one)).toMatch(one.without);
  });
});

describe.each(differences.filter(({ step }) => step === "pattern"))(
  "a gateway with $name",
  (one) => {
    const [status] = Object.keys(one.contract.statuses ?? {});
    const [type] = Object.keys(one.contract.types ?? {});
    const pattern = `${type ?? "deposit"}.${status ?? "successful"}` as "deposit.successful";

    it("reaches a handler by its name", async () => {
      const file = toFile(one.contract);
      const { sandbox, handled } = await startGateway(file, file);
      const named: string[] = [];
      const webhook = numipayWebhook({
        contract: file,
        signaturePassword: sandbox.signaturePassword,
      });
      webhook.on(pattern, (event) => void named.push(event.tracking_id));
      sandbox.addTransaction({
        tracking_id: "order-1",
        currency: "EUR",
        amount: "5.00",
        transaction_type: type ?? "deposit",
        status: status ?? "successful",
      });
      await sandbox.flush();
      expect(handled).toEqual([`order-1 ${pattern}`]);
      const [delivered] = sandbox.transactions();
      await webhook.apply({ ...delivered, transaction_id: "t-2" } as never, {
        source: "reconcile",
        matched: undefined,
        passwordIndex: undefined,
        request: undefined,
      });
      expect(named).toEqual(["order-1"]);
    });

    it("names the option without the override", () => {
      const webhook = numipayWebhook({ signaturePassword: "a-password-of-20-characters" });
      expect(() => webhook.on(pattern, () => {})).toThrow(one.without);
    });
  },
);

/** One override made of two. Where both say something of one place, the second counts. */
function merge(one: unknown, other: unknown): unknown {
  if (!isRecord(one) || !isRecord(other)) return other;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...names].map((name) => [name, name in other ? merge(one[name], other[name]) : one[name]]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Each difference with two others: every one is in six pairs at most, and no pair is left to chance. */
const pairs = called.flatMap((one, index) =>
  [1, 7].map((distance) => {
    const other = called[(index + distance) % called.length] ?? one;
    return { name: `${one.name}, and ${other.name}`, one, other };
  }),
);

describe("pairs of differences", () => {
  it.each(pairs)("$name", async ({ one, other }) => {
    const contract = merge(one.contract, other.contract) as ContractOverride;
    const both = { ...one, fields: { ...other.fields, ...one.fields } };
    // A redirect has no body, so another shape of it cannot be seen.
    expect(await play(both, contract)).toEqual(expected[one.step]);
  });
});
