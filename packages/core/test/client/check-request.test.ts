import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { checkRequest as check, checkTrackingId } from "../../src/client/check-request.js";
import { documentedContract, type OperationId } from "../../src/protocol/contract/contract.js";
import { operations } from "../../src/protocol/contract.generated.js";
import { InvalidArgumentError } from "../../src/protocol/errors.js";
import {
  charge,
  checkout,
  clientOf,
  direct,
  failureOf,
  startGateway,
  respondWith,
} from "./stub-gateway.js";

const completeRequests: Partial<Record<OperationId, object>> = {
  hostedCheckout: checkout,
  direct,
  serverToServer: charge,
  requestPayout: checkout,
  rejectPayout: { transaction_id: "t-1" },
  approvePayout: { transaction_id: "t-1" },
};

const checkRequest = (operation: OperationId, request: object) =>
  check(documentedContract.operations[operation], request);

function refusalOf(work: () => unknown): InvalidArgumentError {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error;
    throw error;
  }
  throw new Error("the request was accepted");
}

const required = Object.entries(completeRequests).flatMap(([operation, request]) =>
  operations[operation as OperationId].required.map(
    (field) => [operation as OperationId, field, request] as const,
  ),
);

describe("checkRequest", () => {
  it.each(["https://user:hunter2@shop.example/", "https://hunter2@shop.example/"])(
    "does not repeat the password of the return_url %s",
    (return_url) => {
      const { message } = refusalOf(() =>
        checkRequest("hostedCheckout", { ...checkout, return_url }),
      );
      expect(message).toContain("return_url must not contain a user name or password");
      expect(message).not.toContain("hunter2");
    },
  );

  it.each(required)("requires in %s the field %s", (operation, field, request) => {
    for (const nothing of [undefined, null]) {
      expect(refusalOf(() => checkRequest(operation, { ...request, [field]: nothing })).field).toBe(
        field,
      );
    }
    const { [field as never]: _omitted, ...rest } = request as Record<string, unknown>;
    expect(refusalOf(() => checkRequest(operation, rest)).field).toBe(field);
  });
});

const wrong: Record<string, unknown[]> = {
  tracking_id: [
    "",
    5,
    "a".repeat(256),
    ".",
    "..",
    "a\nb",
    "a\r\nX-Evil: 1",
    "a\0",
    "\u007f",
    "\ud800",
    {},
    [],
  ],
  user_id: ["", 5, {}],
  currency: ["eur", "EURO", "EU", "", 978, "EU\n", "EUR\n"],
  amount: [
    "",
    "1,00",
    "1e3",
    "-1",
    "+1",
    "01",
    ".5",
    "1.",
    " 1",
    "1 ",
    "0",
    "0.00",
    "NaN",
    "٣",
    -1,
    0,
    1e21,
    0.1 + 0.2,
    Number.NaN,
    Infinity,
    5n,
    true,
    {},
    "1".repeat(41),
  ],
  return_url: ["/back", "javascript:alert(1)", "ftp://x.example", "https://u:p@x.example", "", 5],
  country: ["de", "DEU", "", 49],
  email: ["a", "a@", "@a", "a b@c", "a@b@c", 5],
};

describe.each(Object.entries(wrong))("checkRequest for %s", (field, values) => {
  it.each(values.map((value) => [inspect(value), value]))("rejects %s", (_shown, value) => {
    expect(
      refusalOf(() => checkRequest("hostedCheckout", { ...checkout, [field]: value })).field,
    ).toBe(field);
  });
});

describe("checkRequest", () => {
  it.each(["https://user:hunter2@shop.example/", "https://hunter2@shop.example/"])(
    "does not repeat the password of the return_url %s",
    (return_url) => {
      const { message } = refusalOf(() =>
        checkRequest("hostedCheckout", { ...checkout, return_url }),
      );
      expect(message).toContain("return_url must not contain a user name or password");
      expect(message).not.toContain("hunter2");
    },
  );

  const wrongCards: [string, unknown][] = [
    ["card_number", "4242 4242 4242 9173"],
    ["card_number", "4242-4242-4242-9173"],
    ["card_number", 4242424242429173],
    ["card_number", "42424249173"],
    ["card_number", "42424242424242429173"],
    ["card_number", "4242424242429173\n"],
    ["card_number", { number: "4242424242429173" }],
    ["card_holder", ["4242424242429173"]],
    ["expiry_month", "9173"],
    ["expiry_month", "13"],
    ["expiry_month", 1],
    ["expiry_year", "91730"],
    ["expiry_year", 9173],
    ["cvv", 9173],
    ["cvv", "91730"],
    ["cvv", "9173 "],
  ];

  it.each(wrongCards)("rejects %s without repeating it: %j", async (field, value) => {
    const gateway = await startGateway(respondWith(200, { transaction_status: "pending" }));
    const error = await failureOf(
      clientOf(gateway).payments.serverToServer({ ...charge, [field]: value }),
    );
    expect(error).toMatchObject({ code: "invalid_argument", field });
    expect(inspect(error, { showHidden: true, depth: Infinity })).not.toMatch(/9173|4242/);
    expect(gateway.seen).toEqual([]);
  });

  it.each([null, 5, "text", [checkout], undefined])("rejects %j as a request", (request) => {
    expect(refusalOf(() => checkRequest("hostedCheckout", request as never)).field).toBe("request");
  });

  it("rejects a promise as a request", () => {
    expect(refusalOf(() => checkRequest("hostedCheckout", Promise.resolve(checkout))).field).toBe(
      "tracking_id",
    );
  });

  it("rejects values that JSON cannot represent", () => {
    const circle: Record<string, unknown> = { secret: "canary" };
    circle["self"] = circle;
    const throwing = {
      toJSON: () => {
        throw new Error("canary");
      },
    };
    for (const extra of [5n, circle, throwing]) {
      const error = refusalOf(() => checkRequest("hostedCheckout", { ...checkout, extra }));
      expect(error.field).toBe("request");
      expect(inspect(error, { showHidden: true, depth: Infinity })).not.toContain("canary");
    }
  });
});

describe("checkTrackingId", () => {
  it.each(["a", "a/b?c#d", "ü", "%2e%2e", "...", ".a", "a".repeat(255), "😀", "a b", "a\\b", "$&"])(
    "accepts the tracking_id %j",
    (tracking_id) => {
      expect(checkTrackingId(tracking_id)).toBe(tracking_id);
    },
  );
});
