import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Numipay } from "../../src/client/numipay.js";
import type * as Client from "../../src/client/numipay.js";
import { checkout, respondWith, startGateway, type StubGateway } from "./stub-gateway.js";

let client: typeof Client;
beforeEach(async () => {
  // A warning is emitted once per process.
  vi.resetModules();
  client = await import("../../src/client/numipay.js");
});

function collectWarnings(): string[] {
  const warnings: string[] = [];
  const spy = vi
    .spyOn(process, "emitWarning")
    .mockImplementation((warning) => void warnings.push(String(warning)));
  onTestFinished(() => spy.mockRestore());
  return warnings;
}

async function openGateway(contract = {}): Promise<{ gateway: StubGateway; numipay: Numipay }> {
  const gateway = await startGateway(respondWith(200, { url: "https://pay.example/1" }));
  const options = { apiKey: "key-1", baseUrl: gateway.url, contract };
  return { gateway, numipay: new client.Numipay(options) };
}

type Fields = Record<string, unknown>;

const misspelled = { ...checkout, retrun_url: "https://shop.example" };

describe("an unknown field", () => {
  it("is sent, with one warning that suggests a field", async () => {
    const warnings = collectWarnings();
    const { gateway, numipay } = await openGateway();
    await numipay.payments.hostedCheckout<Fields>(misspelled);
    await numipay.payments.hostedCheckout<Fields>(misspelled);
    expect(warnings).toEqual([
      "hostedCheckout has no field retrun_url in the contract, so it is sent unchecked. Did you mean return_url?",
    ]);
    expect(JSON.parse(gateway.seen[0]?.text ?? "")).toMatchObject({ request: misspelled });
  });

  it("is warned of without its value", async () => {
    const warnings = collectWarnings();
    const { numipay } = await openGateway();
    await numipay.payments.hostedCheckout<Fields>({ ...checkout, card: "4242424242424242" });
    await numipay.payouts.request<Fields>({ ...checkout, "a\u001bb": 1 });
    expect(warnings).toEqual([
      "hostedCheckout has no field card in the contract, so it is sent unchecked. If the gateway takes it, add it to contract.operations.hostedCheckout.fields.",
      expect.stringContaining("requestPayout has no field a\\u001bb in the contract"),
    ]);
  });

  it("is known if an override adds it", async () => {
    const warnings = collectWarnings();
    const { numipay } = await openGateway({
      operations: { hostedCheckout: { fields: { locale: { type: "string" } } } },
    });
    await numipay.payments.hostedCheckout<Fields>({ ...checkout, locale: "de" });
    expect(warnings).toEqual([]);
  });

  it("is no longer warned of after 100 others", async () => {
    const warnings = collectWarnings();
    const { numipay } = await openGateway();
    const others = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x${index}`, 1]));
    await numipay.payments.hostedCheckout<Fields>({ ...checkout, ...others });
    expect(warnings).toHaveLength(100);
  });
});
