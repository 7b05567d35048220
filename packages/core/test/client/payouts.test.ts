import { describe, expect, onTestFinished, test } from "vitest";
import type { PayoutName } from "../../src/client/payouts.js";
import {
  answer,
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

test("payouts.request goes out in its envelope to its path", async () => {
  const gateway = await startGateway(answer(200, { url: "https://pay.example/out" }));
  const page = await clientOf(gateway).payouts.request({ ...checkout, amount: 12.5, extra: true });
  expect(page).toEqual({ url: "https://pay.example/out" });
  expect(gateway.seen[0]).toMatchObject({ method: "POST", path: "/payouts/request" });
  expect(JSON.parse(gateway.seen[0]?.text ?? "")).toEqual({
    request: { ...checkout, amount: "12.50", extra: true },
  });
});

describe.each([
  ["approve", "/payouts/approve", "tracking_id", "mine"],
  ["reject", "/payouts/reject", "transaction_id", "theirs"],
] as const)("payouts.%s", (name, path, documented, sent) => {
  const other = documented === "tracking_id" ? "transaction_id" : "tracking_id";

  test.each([
    ["both ids", both],
    ["the documented one alone", { [documented]: both[documented] }],
  ])("sends the documented id, without a word, when given %s", async (_name, payout) => {
    const warnings = collectWarnings();
    const gateway = await startGateway(answer(200, decided));
    expect(await clientOf(gateway).payouts[name](payout as PayoutName)).toEqual(decided);
    expect(gateway.seen).toMatchObject([{ method: "POST", path }]);
    expect(gateway.seen[0]?.headers["x-api-key"]).toBe("test-key-0001");
    expect(JSON.parse(gateway.seen[0]?.text ?? "")).toEqual({ transaction_id: sent });
    await afterTicks();
    expect(warnings).toEqual([]);
  });

  test.each([
    ["absent", {}],
    ["undefined", { [documented]: undefined }],
    ["null", { [documented]: null }],
  ])("sends the other id, and warns, when the documented one is %s", async (_name, rest) => {
    const warnings = collectWarnings();
    const gateway = await startGateway(answer(200, decided));
    await clientOf(gateway).payouts[name]({ ...rest, [other]: both[other] } as PayoutName);
    expect(JSON.parse(gateway.seen[0]?.text ?? "")).toEqual({ transaction_id: both[other] });
    await afterTicks();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ name: "NumipayWarning", code: "NUMIPAY_OTHER_ID" });
    expect(warnings[0]?.message).toContain(documented);
    expect(warnings[0]?.message).not.toMatch(/mine|theirs|test-key/);
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["an empty object", {}],
    ["a text", "mine"],
  ])("refuses %s, naming the id it needs", async (_name, payout) => {
    const gateway = await startGateway(answer(200, decided));
    await expect(clientOf(gateway).payouts[name](payout as never)).rejects.toMatchObject({
      code: "invalid_argument",
      field: documented,
    });
    expect(gateway.seen).toEqual([]);
  });

  test.each([42, "", {}])("names the field it was given when that is wrong: %j", async (id) => {
    const gateway = await startGateway(answer(200, decided));
    await expect(
      clientOf(gateway).payouts[name]({ [documented]: id } as never),
    ).rejects.toMatchObject({ code: "invalid_argument", field: documented });
    expect(gateway.seen).toEqual([]);
  });

  test("goes to the path of the contract", async () => {
    const gateway = await startGateway(answer(200, decided));
    const operations = { approvePayout: { path: "/a/yes" }, rejectPayout: { path: "/a/no" } };
    await clientOf(gateway, { contract: { operations } }).payouts[name](both);
    expect(gateway.seen[0]?.path).toBe(name === "approve" ? "/a/yes" : "/a/no");
  });

  test("a lost answer is looked up by the merchant's id, and not sent again", async () => {
    const status = { transaction_status: "pending" };
    const gateway = await startGateway(byMethod({ POST: cutTheSocket, GET: answer(200, status) }));
    await expect(clientOf(gateway).payouts[name](both)).rejects.toMatchObject({
      code: "outcome_unknown",
      tracking_id: "mine",
      lastKnownStatus: { state: "found", ...status },
    });
    expect(gateway.count("POST")).toBe(1);
    expect(gateway.seen[1]?.path).toBe("/transactions/mine");
  });

  test("a lost answer to a call by the gateway's id alone is not looked up", async () => {
    const gateway = await startGateway(cutTheSocket);
    await expect(
      clientOf(gateway).payouts[name]({ transaction_id: "theirs" }),
    ).rejects.toMatchObject({ code: "outcome_unknown", lastKnownStatus: { state: "not-known" } });
    expect(gateway.seen).toHaveLength(1);
  });
});

test.each([
  ["an empty object", {}],
  ["no body at all", ""],
])("reject takes %s for a yes", async (_name, body) => {
  const gateway = await startGateway(answer(200, body));
  expect(await clientOf(gateway).payouts.reject({ transaction_id: "theirs" })).toEqual({});
});

test("reject takes a 204 for a yes", async () => {
  const gateway = await startGateway((response) => void response.writeHead(204).end());
  expect(await clientOf(gateway).payouts.reject({ transaction_id: "theirs" })).toEqual({});
});
