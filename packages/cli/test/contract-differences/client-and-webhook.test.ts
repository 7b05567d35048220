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

/** The error of a merchant without the override. */
async function playWithoutOverride(one: DifferenceCase): Promise<string> {
  const played = await startGateway(toFile(one.contract), undefined);
  await prepareStep(played, one);
  const request = { ...one, fields: one.withoutOverride ?? one.fields ?? {} };
  const failure = await playStep(played, request).then(
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
  it("has at least 25 distinct differences", () => {
    expect(new Set(differences.map(({ name }) => name)).size).toBeGreaterThanOrEqual(25);
  });
});

const called = differences.filter(({ step }) => step !== "pattern");

describe.each(called)("a gateway with $name", (one) => {
  it("only needs an override file", async () => {
    expect(await play(one, one.contract)).toEqual(expected[one.step]);
  });

  it("reports the option without the override", async () => {
    expect(await playWithoutOverride(one)).toMatch(one.without);
  });
});

describe.each(differences.filter(({ step }) => step === "pattern"))(
  "a gateway with $name",
  (one) => {
    const [status] = Object.keys(one.contract.statuses ?? {});
    const [type] = Object.keys(one.contract.types ?? {});
    const pattern = `${type ?? "deposit"}.${status ?? "successful"}` as "deposit.successful";

    it("calls the handler of its event", async () => {
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

    it("reports the option without the override", () => {
      const webhook = numipayWebhook({ signaturePassword: "a-password-of-20-characters" });
      expect(() => webhook.on(pattern, () => {})).toThrow(one.without);
    });
  },
);

/** Merges two overrides. The second one takes precedence. */
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

/** Pairs each difference with two others, without randomness. */
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
    // A redirect has no body, so other response settings have no effect.
    expect(await play(both, contract)).toEqual(expected[one.step]);
  });
});
