import { describe, expect, it, onTestFinished } from "vitest";
import type { PayoutName } from "../../src/client/payouts.js";
import {
  respondWith,
  byMethod,
  checkout,
  clientOf,
  cutTheSocket,
  startGateway,
} from "./stub-gateway.js";

const decided = { message: "done", transaction_status: "pending" };
const both = { tracking_id: "mine", transaction_id: "theirs" };

function collectWarnings(): Error[] {
  const warnings: Error[] = [];
  const collect = (warning: Error): void => void warnings.push(warning);
  process.on("warning", collect);
  onTestFinished(() => void process.off("warning", collect));
  return warnings;
}

/** Warnings are emitted in a later tick. */
const afterTicks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("payouts.request", () => {
  it("sends the envelope", async () => {
    const gateway = await startGateway(respondWith(200, { url: "https://pay.example/out" }));
    const page = await clientOf(gateway).payouts.request<{ extra: boolean }>({
      ...checkout,
      amount: 12.5,
      extra: true,
    });
    expect(page).toEqual({ url: "https://pay.example/out" });
    expect(gateway.seen[0]).toMatchObject({ method: "POST", path: "/payouts/request" });
    expect(JSON.parse(gateway.seen[0]?.text ?? "")).toEqual({
      request: { ...checkout, amount: "12.50", extra: true },
    });
  });
});

describe.each([
  ["approve", "/payouts/approve", "tracking_id", "mine"],
  ["reject", "/payouts/reject", "transaction_id", "theirs"],
] as const)("payouts.%s", (name, path, documented, sent) => {
  const other = documented === "tracking_id" ? "transaction_id" : "tracking_id";

  it.each([
    ["both ids", both],
    ["only the documented id", { [documented]: both[documented] }],
  ])("sends the documented id without a warning, given %s", async (_name, payout) => {
    const warnings = collectWarnings();
    const gateway = await startGateway(respondWith(200, decided));
    expect(await clientOf(gateway).payouts[name](payout as PayoutName)).toEqual(decided);
    expect(gateway.seen).toMatchObject([{ method: "POST", path }]);
    expect(gateway.seen[0]?.headers["x-api-key"]).toBe("test-key-0001");
    expect(JSON.parse(gateway.seen[0]?.text ?? "")).toEqual({ transaction_id: sent });
    await afterTicks();
    expect(warnings).toEqual([]);
  });

  it.each([
    ["no documented id", {}],
    ["an undefined documented id", { [documented]: undefined }],
    ["null", { [documented]: null }],
  ])("sends the other id with a warning, given %s", async (_name, rest) => {
    const warnings = collectWarnings();
    const gateway = await startGateway(respondWith(200, decided));
    await clientOf(gateway).payouts[name]({ ...rest, [other]: both[other] } as PayoutName);
    expect(JSON.parse(gateway.seen[0]?.text ?? "")).toEqual({ transaction_id: both[other] });
    await afterTicks();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ name: "NumipayWarning", code: "NUMIPAY_OTHER_ID" });
    expect(warnings[0]?.message).toContain(documented);
    expect(warnings[0]?.message).not.toMatch(/mine|theirs|test-key/);
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["an empty object", {}],
    ["a string", "mine"],
  ])("rejects %s and names the missing id", async (_name, payout) => {
    const gateway = await startGateway(respondWith(200, decided));
    await expect(clientOf(gateway).payouts[name](payout as never)).rejects.toMatchObject({
      code: "invalid_argument",
      field: documented,
    });
    expect(gateway.seen).toEqual([]);
  });

  it.each([42, "", {}])("rejects the id %j", async (id) => {
    const gateway = await startGateway(respondWith(200, decided));
    await expect(
      clientOf(gateway).payouts[name]({ [documented]: id } as never),
    ).rejects.toMatchObject({ code: "invalid_argument", field: documented });
    expect(gateway.seen).toEqual([]);
  });

  it("uses the contract's path", async () => {
    const gateway = await startGateway(respondWith(200, decided));
    const operations = { approvePayout: { path: "/a/yes" }, rejectPayout: { path: "/a/no" } };
    await clientOf(gateway, { contract: { operations } }).payouts[name](both);
    expect(gateway.seen[0]?.path).toBe(name === "approve" ? "/a/yes" : "/a/no");
  });

  it("checks the status after a lost response", async () => {
    const status = { transaction_status: "pending" };
    const gateway = await startGateway(
      byMethod({ POST: cutTheSocket, GET: respondWith(200, status) }),
    );
    await expect(clientOf(gateway).payouts[name](both)).rejects.toMatchObject({
      code: "outcome_unknown",
      tracking_id: "mine",
      lastKnownStatus: { state: "found", ...status },
    });
    expect(gateway.count("POST")).toBe(1);
    expect(gateway.seen[1]?.path).toBe("/transactions/mine");
  });

  it("checks no status without a tracking_id", async () => {
    const gateway = await startGateway(cutTheSocket);
    await expect(
      clientOf(gateway).payouts[name]({ transaction_id: "theirs" }),
    ).rejects.toMatchObject({ code: "outcome_unknown", lastKnownStatus: { state: "not-known" } });
    expect(gateway.seen).toHaveLength(1);
  });
});

describe("payouts.reject", () => {
  it.each([
    ["an empty object", {}],
    ["no body", ""],
  ])("accepts %s", async (_name, body) => {
    const gateway = await startGateway(respondWith(200, body));
    expect(await clientOf(gateway).payouts.reject({ transaction_id: "theirs" })).toEqual({});
  });

  it("accepts a 204", async () => {
    const gateway = await startGateway((response) => void response.writeHead(204).end());
    expect(await clientOf(gateway).payouts.reject({ transaction_id: "theirs" })).toEqual({});
  });
});
