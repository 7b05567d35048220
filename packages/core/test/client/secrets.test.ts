import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { containsSecret } from "../decoded-texts.js";
import {
  respondWith,
  byMethod,
  charge,
  clientOf,
  closedPort,
  cutTheSocket,
  failureOf,
  hang,
  type Reply,
  startGateway,
} from "./stub-gateway.js";

const secretKey = "Canary+Key/7f3Qz.w";
const card = "4532756279624064";
const cvv = "9173";
const request = { ...charge, card_number: card, cvv };

/** Every string that a log, a console or an error tracker could create from a value. */
function everyText(value: unknown, depth = 0): string[] {
  const texts = [
    String(value),
    inspect(value, { showHidden: true, depth: Infinity, getters: true }),
    JSON.stringify(value) ?? "",
  ];
  if (depth > 8 || !(value instanceof Error)) return texts;
  return [...texts, value.message, value.stack ?? "", ...everyText(value.cause, depth + 1)];
}

function assertNoSecret(value: unknown): void {
  for (const text of everyText(value)) {
    for (const form of [secretKey, encodeURIComponent(secretKey)]) {
      expect(text.toLowerCase()).not.toContain(form.toLowerCase());
    }
    for (const secret of [secretKey, card]) expect(containsSecret(text, secret)).toBe(false);
    // However its digits are grouped.
    expect(text.replaceAll(/(?<=\d)\D{1,6}(?=\d)/g, "")).not.toContain(card.slice(0, 12));
    expect(text).not.toMatch(new RegExp(`(?<!\\d)${cvv}(?!\\d)`));
  }
}

const groups = card.match(/\d{4}/g) ?? [];

/** The ways in which a gateway could echo the request. */
const echoes: [string, unknown][] = [
  ["unchanged", { message: `${secretKey} ${card} ${cvv}` }],
  ["as fields", { error: { card_number: card, cvv, key: secretKey } }],
  ["in groups", { message: groups.join(" "), error: groups.join("-") }],
  [
    "in other groups",
    { a: groups.join("  "), b: groups.join("."), c: groups.join("\u00a0"), d: groups.join(" - ") },
  ],
  ["in odd groups", { message: `${card.slice(0, 6)} ${card.slice(6)}` }],
  ["as numbers", { message: "no", card: Number(card), cvv: Number(cvv) }],
  ["as fractions", `{"card":${card}.0,"cvv":${cvv}.00,"other":4.532756279624064e15}`],
  ["nested", [[{ deep: [{ er: [card, cvv, secretKey] }] }]]],
  ["as keys", { [card]: 1, [cvv]: 2, [secretKey]: 3, [groups.join(" ")]: 4 }],
  ["as JSON in a string", { request: JSON.stringify({ card_number: card, cvv, key: secretKey }) }],
  [
    "without separators",
    { message: `${card}${cvv}`, track: `;${card}=3101${cvv}?`, long: `00${card}00` },
  ],
  ["with the key in lower case", { message: secretKey.toLowerCase() }],
  ["with the key in a link", { message: `https://x.example/?k=${encodeURIComponent(secretKey)}` }],
  [
    "in escapes",
    `{"message":"${card
      .split("")
      .map((digit) => `\\u003${digit}`)
      .join("")}"}`,
  ],
  ["in HTML", `<html><b>${secretKey}</b> ${groups.join(" ")} (${cvv}) ${card}</html>`],
  ["in a URL", `card=${groups.join("%20")}&cvv=${cvv}&key=${encodeURIComponent(secretKey)}`],
  ["in a URL twice", encodeURIComponent(encodeURIComponent(`${groups.join(" ")} ${secretKey}`))],
  [
    "in HTML entities",
    `key ${secretKey.replace("+", "&#43;").replace("/", "&#x2F;")} ${groups.join("&nbsp;")}`,
  ],
  [
    "in JSON escapes",
    `oops {"card":"\\u0034${card.slice(1)}","key":"${secretKey.replace("/", "\\/")}"}`,
  ],
  ["in base64", Buffer.from(JSON.stringify({ card, cvv, key: secretKey })).toString("base64")],
  [
    "over several lines",
    `${groups.join("\r\n   ")} ${secretKey.slice(0, 9)}\n${secretKey.slice(9)}`,
  ],
  ["over several fields", { error: { card: groups, first: { a: groups[0] } } }],
  ["in truncated JSON", `{"card_number":"${card}","cvv":"${cvv}","key":"${secretKey}"`],
];

const numipayOf = (gateway: { url: string }, options = {}) =>
  clientOf(gateway, { apiKey: secretKey, retries: 1, ...options });

async function chargeAgainst(reply: Reply, options = {}): Promise<unknown> {
  return failureOf(numipayOf(await startGateway(reply), options).payments.serverToServer(request));
}

describe.each(echoes)("secrets echoed %s stay redacted", (_name, body) => {
  it.each([400, 401, 404, 422, 429])("in a rejection with %d", async (status) => {
    const error = await chargeAgainst(respondWith(status, body));
    expect(error).toMatchObject({ code: "request_rejected" });
    assertNoSecret(error);
  });

  it.each([408, 409, 499])("in an unclear rejection with %d", async (status) => {
    const error = await chargeAgainst(respondWith(status, body));
    expect(error).toMatchObject({ code: "outcome_unknown", cause: { code: "request_rejected" } });
    assertNoSecret(error);
  });

  it.each([500, 503])("in a gateway error with %d", async (status) => {
    const error = await chargeAgainst(
      byMethod({ POST: respondWith(status, body), GET: respondWith(404) }),
    );
    expect(error).toMatchObject({ code: "outcome_unknown", cause: { code: "gateway_fault" } });
    assertNoSecret(error);
  });

  it("in an unreadable success", async () => {
    const error = await chargeAgainst(
      byMethod({ POST: respondWith(200, body), GET: respondWith(404) }),
    );
    expect(error).toMatchObject({
      code: "outcome_unknown",
      cause: { code: "unexpected_response" },
    });
    assertNoSecret(error);
  });

  it.each([200, 401, 404, 500])("in a %d to the status check", async (status) => {
    const found =
      Array.isArray(body) || typeof body === "string"
        ? body
        : { ...(body as object), transaction_status: "pending" };
    const error = await chargeAgainst(
      byMethod({ POST: cutTheSocket, GET: respondWith(status, found) }),
    );
    expect(error).toMatchObject({ code: "outcome_unknown" });
    assertNoSecret(error);
  });
});

describe("redacted secrets", () => {
  it("keep the rest of a found status", async () => {
    const status = { transaction_status: "rejected", rejected_reason: `card ${card}, CVV ${cvv}` };
    const error = await chargeAgainst(
      byMethod({ POST: cutTheSocket, GET: respondWith(200, status) }),
    );
    expect(error).toMatchObject({
      lastKnownStatus: {
        state: "found",
        transaction_status: "rejected",
        rejected_reason: "card [redacted], CVV [redacted]",
      },
    });
  });
});

describe("secrets also stay redacted", () => {
  const secrets = [secretKey, card, groups.join("-"), cvv];

  it.each(secrets)("in a redirect's Location: %s", async (secret) => {
    const host = secret.replaceAll(/[^A-Za-z0-9-]/g, "");
    for (const location of [
      `https://x.example/${secret}?a=${secret}#${secret}`,
      `https://${encodeURIComponent(secret)}:${encodeURIComponent(secret)}@x.example/`,
      `https://h${host}.x.example/`,
      `https://${groups.join("-")}.x.example/`,
      `//${card}.x.example`,
    ]) {
      const error = await chargeAgainst(respondWith(307, secret, { location }));
      expect(error).toMatchObject({ code: "outcome_unknown", cause: { code: "redirect_refused" } });
      assertNoSecret(error);
    }
  });

  it.each(secrets)("in a response header: %s", async (secret) => {
    const names = [
      "retry-after",
      "x-request-id",
      "x-correlation-id",
      "traceparent",
      "cf-ray",
      "date",
    ];
    const headers = Object.fromEntries(names.map((name) => [name, secret]));
    for (const status of [400, 429, 500, 503]) {
      assertNoSecret(await chargeAgainst(respondWith(status, {}, headers)));
    }
  });

  it("over several headers, in the support report", async () => {
    const headers = {
      "x-request-id": groups.slice(0, 2).join(" "),
      "cf-ray": groups.slice(2).join(" "),
    };
    assertNoSecret(await chargeAgainst(respondWith(500, {}, headers)));
  });

  it("in an error code of fetch", async () => {
    const fetch = (): Promise<Response> =>
      Promise.reject(Object.assign(new Error("no"), { code: "SECRETKEY_0001" }));
    const options = { apiKey: "SECRETKEY_0001", fetch };
    const error = await failureOf(
      clientOf({ url: "https://gateway.example" }, options).transactions.list(),
    );
    expect(inspect(error)).not.toContain("SECRETKEY_0001");
  });

  it("in the status line", async () => {
    const reply: Reply = (response) =>
      void response.socket?.end(
        `HTTP/1.1 500 ${secretKey} ${card} ${cvv}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
      );
    assertNoSecret(await chargeAgainst(reply));
  });

  it.each<[string, Reply]>([
    ["cut", cutTheSocket],
    ["hanging", hang],
    ["not HTTP", (response) => void response.socket?.end(`${card} ${secretKey}\r\n\r\n`)],
  ])("in a request with a response that is %s", async (_name, reply) => {
    assertNoSecret(await chargeAgainst(reply, { timeoutMs: 450 }));
  });

  it("in a request without a server", async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    assertNoSecret(await failureOf(numipayOf({ url }).payments.serverToServer(request)));
  });

  it("in an aborted request", async () => {
    const stop = new AbortController();
    const gateway = await startGateway(() => stop.abort());
    const { payments } = numipayOf(gateway);
    assertNoSecret(await failureOf(payments.serverToServer(request, { signal: stop.signal })));
  });

  const message = `${secretKey} ${card} ${cvv}`;
  const thrown: [string, unknown][] = [
    ["an error", new Error(message)],
    ["an error with a cause", new TypeError("fetch failed", { cause: new Error(message) })],
    ["an error with a code", Object.assign(new Error(message), { code: card })],
    [
      "an error with a code of text",
      Object.assign(new Error(message), { code: message, syscall: message }),
    ],
    [
      "an error with fields",
      Object.assign(new Error("no"), { request, headers: { "X-Api-Key": secretKey } }),
    ],
    ["many errors", new AggregateError([new Error(message), new Error(message)], message)],
    ["a cycle of errors", Object.assign(new Error(message), { cause: undefined })],
    ["an abort", new DOMException(message, "AbortError")],
    ["a string", message],
    ["an object", { message, code: card, cause: message }],
    ["nothing", undefined],
  ];
  const circle = thrown.find(([name]) => name === "a cycle of errors")?.[1] as Error;
  circle.cause = circle;

  it.each(thrown)("in an error of a custom fetch: %s", async (_name, error) => {
    const fetch = (): Promise<Response> => Promise.reject(error as Error);
    const numipay = numipayOf({ url: "https://gateway.example" }, { fetch });
    assertNoSecret(await failureOf(numipay.payments.serverToServer(request)));
    assertNoSecret(await failureOf(numipay.transactions.list()));
  });

  it("in card fields of other payment calls", async () => {
    const gateway = await startGateway(respondWith(400, { message: `${card} ${cvv}` }));
    const { payments, payouts } = numipayOf(gateway);
    const more = { ...request, provider_id: "p" };
    assertNoSecret(await failureOf(payments.hostedCheckout(more)));
    assertNoSecret(await failureOf(payments.direct(more)));
    assertNoSecret(await failureOf(payouts.request(more)));
  });

  it("in a read", async () => {
    for (const status of [302, 200, 400, 429, 500]) {
      const headers = { location: `https://${secretKey}.example`, "x-request-id": secretKey };
      const gateway = await startGateway(respondWith(status, `<b>${secretKey}</b>`, headers));
      assertNoSecret(await failureOf(numipayOf(gateway).transactions.list()));
    }
  });

  it("in the client itself", () => {
    const numipay = numipayOf({ url: "https://gateway.example" });
    assertNoSecret(numipay);
    assertNoSecret(numipay.payments);
    assertNoSecret(Object.getOwnPropertyDescriptors(numipay));
  });
});

describe("redacted secrets", () => {
  it("include a card number that JSON rounds", async () => {
    const long = "6304219447607087665";
    const gateway = await startGateway(respondWith(400, `{"card":${long}}`));
    const { payments } = numipayOf(gateway);
    const error = await failureOf(payments.serverToServer({ ...request, card_number: long }));
    expect(inspect(error, { depth: Infinity })).not.toContain(long.slice(0, 12));
    expect(error).toMatchObject({ body: { card: "[redacted]" } });
  });

  it("do not match a CVV inside longer numbers", async () => {
    const body = { message: "order 19173 of 2026-09-17, ref a91734", amount: 91730, cvv: 9173 };
    const error = await chargeAgainst(respondWith(400, body));
    expect(error).toMatchObject({ body: { ...body, cvv: "[redacted]" } });
  });
});
