import type { ContractOverride } from "@numipay/core";
import { loadContract } from "@numipay/core/protocol";
import { describe, expect, it } from "vitest";
import { applyOverride } from "../../src/contract/overridden-contract.js";
import { deriveOverride } from "../../src/contract/derive-override.js";
import { diffContracts } from "../../src/contract/diff-contracts.js";
import { isInexpressible } from "../../src/contract/difference.js";
import { readOwnContract } from "../../src/contract/read-contract.js";
import { beyond, camelCase, documented, prefixed } from "./official-files.js";

const own = await readOwnContract();
const missing = (operations: readonly string[]) =>
  operations.map((operation) => ({ operation, kind: "operation-missing" }));

/** The differences that remain with an override, if they are breaking or an override can fix them. */
function leftBy(official: object, override: ContractOverride) {
  const { differences } = diffContracts(
    own,
    { ...official },
    { overridden: applyOverride(override) },
  );
  return differences.filter((one) => one.isBreaking || one.override !== null);
}

describe("deriveOverride", () => {
  it.each([
    ["3.0, camel case", camelCase, []],
    ["3.1, with a prefix", prefixed, []],
    [
      "nearly as documented",
      documented,
      missing([
        "direct",
        "serverToServer",
        "requestPayout",
        "rejectPayout",
        "approvePayout",
        "transactionStatus",
      ]),
    ],
  ])("fixes every breaking difference of %s", (_name, official, left) => {
    const { override } = deriveOverride(own, official, { base: {} });
    expect(() => loadContract(override)).not.toThrow();
    expect(leftBy(official, override)).toMatchObject(left);
    expect(
      leftBy(official, JSON.parse(JSON.stringify(override)) as ContractOverride),
    ).toMatchObject(left);
    expect(leftBy(official, {}).length).toBeGreaterThan(left.length);
  });

  it("writes each difference as its option", () => {
    const { override } = deriveOverride(own, camelCase, { base: {} });
    expect(override).toMatchObject({
      basePath: "/api/v2",
      headers: { apiKey: "X-Merchant-Key", signature: "x-gateway-signature" },
      dateFormat: "YYYY-MM-DD",
      statuses: { refunded: {} },
      types: { refund: {} },
      // Shared by approve and reject.
      fields: { transaction_id: { in: "path" } },
      webhook: {
        at: "event",
        fields: {
          transaction_id: { name: "id" },
          user_id: { name: "userId", required: false },
          amount: { type: "number" },
          transaction_type: { name: "type" },
          fee: { type: "number" },
        },
      },
      operations: {
        hostedCheckout: {
          path: "/checkout",
          envelope: null,
          fields: {
            tracking_id: { name: "trackingId", maxLength: 64 },
            user_id: { name: "userId", required: false },
            currency: { pattern: "^(?:EUR|USD|USDT)$", must: "be one of EUR, USD, USDT" },
            amount: { type: "number" },
            brandId: {},
          },
          response: { at: "data", fields: { url: { name: "redirect_url" } } },
        },
        direct: {
          path: "/direct",
          envelope: "payment",
          fields: {
            provider_id: { name: "providerId", type: "number" },
            sessionId: { required: true },
          },
          response: { redirect: true },
        },
        serverToServer: {
          response: { at: "result", fields: { transaction_status: { name: "transactionStatus" } } },
        },
        rejectPayout: { path: "/withdrawals/{transaction_id}/decline" },
        approvePayout: { method: "PUT", path: "/withdrawals/{transaction_id}/confirm" },
        transactionStatus: {
          method: "POST",
          path: "/status",
          fields: { id: { name: "trackingId", in: "body" } },
        },
        listTransactions: {
          fields: {
            from: { name: "dateFrom", required: true },
            to: { name: "dateTo", required: true },
            page: { required: true, type: "number" },
          },
          response: { at: "data.items" },
        },
        refund: {
          method: "POST",
          path: "/refunds/{refundId}",
          fields: {
            refundId: { required: true, in: "path" },
            amount: { required: true, pattern: "^[0-9.]+$" },
          },
          response: { fields: { refundId: { required: true, type: "number" } } },
        },
      },
    });
    // The list inherits the webhook's fields.
    expect(override.operations?.["listTransactions"]?.response).not.toHaveProperty("fields");
  });

  it("keeps list fields that differ from the webhook's", () => {
    const { override } = deriveOverride(own, prefixed, { base: {} });
    expect(override).toMatchObject({
      basePath: "/v3",
      dateFormat: "DD.MM.YYYY",
      webhook: { fields: { transaction_id: { name: "id" } } },
      operations: {
        listTransactions: {
          response: { at: "transactions", fields: { transaction_id: { name: "transaction_id" } } },
        },
        hostedCheckout: {
          fields: {
            currency: { pattern: null, minLength: 3, maxLength: 5 },
            user_id: { required: false },
          },
          response: { at: "result" },
        },
        rejectPayout: { fields: { transaction_id: { name: "id" } } },
        approvePayout: { fields: { transaction_id: { name: "tracking_id" } } },
        transactionStatus: { response: { fields: { transaction_status: { name: "status" } } } },
      },
    });
    expect(override.operations?.["transactionStatus"]).not.toHaveProperty("path");
  });

  it("reads key parameters, callbacks and documented dates", () => {
    const { override } = deriveOverride(own, documented, { base: {} });
    expect(override).toEqual({
      operations: { hostedCheckout: { fields: { locale: { required: true } } } },
    });
  });

  it("shares a field that differs in every request", () => {
    const changed = JSON.parse(
      JSON.stringify(own).replaceAll('"pattern":"^[A-Z]{3}$"', '"pattern":"^[A-Z]{3,5}$"'),
    ) as object;
    expect(deriveOverride(own, { ...changed }, { base: {} }).override).toEqual({
      fields: { currency: { pattern: "^[A-Z]{3,5}$" } },
    });
  });

  it("explains differences without an override", () => {
    const { differences } = diffContracts(own, camelCase, { overridden: applyOverride({}) });
    const remedyOf = (place: string) => differences.find((one) => one.place === place)?.remedy;
    expect(remedyOf("body.request.email")).toBe("Do not send it.");
    expect(remedyOf("body.brandId")).toBe("Nothing to do, because it is optional.");
    const path = {
      "/payments/hosted hosted": (own["paths"] as Record<string, unknown>)["/payments/hosted"],
    };
    const [first] = diffContracts(
      own,
      { ...own, paths: path },
      { overridden: applyOverride({}) },
    ).differences;
    expect(first).toMatchObject({ kind: "path", override: null });
    expect(first?.remedy).toMatch(/^No override can express it/);
  });

  it("warns about the ids of payout decisions", () => {
    const { differences } = diffContracts(own, prefixed, { overridden: applyOverride({}) });
    const remedyOf = (id: string) =>
      differences.find(({ operation, kind }) => operation === id && kind === "renamed")?.remedy;
    expect(remedyOf("rejectPayout")).toMatch(
      /name to "id"\. This is a guess .* sends the gateway's id/,
    );
    expect(remedyOf("approvePayout")).toMatch(/name to "tracking_id"\. .* sends your own id/);
  });

  it("never guesses an amount and ignores read-only fields", () => {
    const order = {
      type: "object",
      required: ["total", "id"],
      properties: { total: { type: "string" }, id: { type: "string", readOnly: true } },
    };
    const content = { "application/json": { schema: order } };
    const paths = { "/payments/hosted": { post: { requestBody: { content } } } };
    const { override } = deriveOverride(own, { openapi: "3.0.0", paths }, { base: {} });
    expect(override.operations?.["hostedCheckout"]).toMatchObject({
      envelope: null,
      fields: { amount: { required: false }, total: { required: true } },
    });
    expect(override.operations?.["hostedCheckout"]?.fields).not.toHaveProperty("id");
  });

  it("completes an existing override", () => {
    const base: ContractOverride = {
      timeZone: "Europe/Berlin",
      statuses: { refunded: { final: true } },
    };
    const { override } = deriveOverride(own, camelCase, { base });
    expect(override).toMatchObject({ ...base, basePath: "/api/v2" });
    expect(leftBy(camelCase, override)).toEqual([]);
  });

  it("lists what no override can express", () => {
    const { left, override } = deriveOverride(own, beyond, { base: {} });
    const inexpressible = left.differences.filter(isInexpressible);
    expect(inexpressible.map(({ operation, kind, place }) => [operation, kind, place])).toEqual([
      ["(all)", "security", "header"],
      ["hostedCheckout", "field-unknown", "header.x-merchant"],
      ["direct", "media-type", "body"],
      ...["serverToServer", "requestPayout", "rejectPayout", "approvePayout"].map((operation) => [
        operation,
        "operation-missing",
        "",
      ]),
      ["transactionStatus", "path", ""],
      ["transactionStatus", "field-unknown", "path.merchantId"],
      ["listTransactions", "date-format", "query.from"],
      ["listTransactions", "redirect", "response"],
      ["transactionChanged", "signature", "header.x-signature"],
    ]);
    expect(override).toEqual({});
  });
});
