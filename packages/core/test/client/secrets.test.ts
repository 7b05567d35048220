import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { holds } from "../readings.js";
import {
  answer,
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

/** Every text that a log, a console or an error tracker could make of a value. */
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
    for (const spelling of [secretKey, encodeURIComponent(secretKey)]) {
      expect(text.toLowerCase()).not.toContain(spelling.toLowerCase());
    }
    for (const secret of [secretKey, card]) expect(holds(text, secret)).toBe(false);
    // However its digits are grouped.
    expect(text.replaceAll(/(?<=\d)\D{1,6}(?=\d)/g, "")).not.toContain(card.slice(0, 12));
    expect(text).not.toMatch(new RegExp(`(?<!\\d)${cvv}(?!\\d)`));
  }
}

const groups = card.match(/\d{4}/g) ?? [];

/** What a gateway could make of the request when it repeats it. */
const echoes: [string, unknown][] = [
  ["as they are", { message: `${secretKey} ${card} ${cvv}` }],
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
  ["as JSON in a text", { request: JSON.stringify({ card_number: card, cvv, key: secretKey }) }],
  [
    "run together",
    { message: `${card}${cvv}`, track: `;${card}=3101${cvv}?`, long: `00${card}00` },
  ],
  ["with the key in small letters", { message: secretKey.toLowerCase() }],
  ["with the key in a link", { message: `https://x.example/?k=${encodeURIComponent(secretKey)}` }],
  [
    "in escapes",
    `{"message":"${card
      .split("")
      .map((digit) => `\\u003${digit}`)
      .join("")}"}`,
  ],
  ["in HTML", `<html><b>${secretKey}</b> ${groups.join(" ")} (${cvv}) ${card}</html>`],
  ["in an address", `card=${groups.join("%20")}&cvv=${cvv}&key=${encodeURIComponent(secretKey)}`],
  [
    "in an address twice",
    encodeURIComponent(encodeURIComponent(`${groups.join(" ")} ${secretKey}`)),
  ],
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
  ["in JSON cut short", `{"card_number":"${card}","cvv":"${cvv}","key":"${secretKey}"`],
];

const numipayOf = (gateway: { url: string }, options = {}) =>
  clientOf(gateway, { apiKey: secretKey, retries: 1, ...options });

async function chargeAgainst(reply: Reply, options = {}): Promise<unknown> {
  return failureOf(numipayOf(await startGateway(reply), options).payments.serverToServer(request));
}

describe.each(echoes)("the key, the card and the CVV, repeated %s, stay hidden", (_name, body) => {
  test.each([400, 401, 404, 422, 429])("in a refusal with %d", async (status) => {
    const error = await chargeAgainst(answer(status, body));
    expect(error).toMatchObject({ code: "request_rejected" });
    assertNoSecret(error);
  });

  test.each([408, 409, 499])("in an unclear refusal with %d", async (status) => {
    const error = await chargeAgainst(answer(status, body));
    expect(error).toMatchObject({ code: "outcome_unknown", cause: { code: "request_rejected" } });
    assertNoSecret(error);
  });

  test.each([500, 503])("in a fault with %d", async (status) => {
    const error = await chargeAgainst(byMethod({ POST: answer(status, body), GET: answer(404) }));
    expect(error).toMatchObject({ code: "outcome_unknown", cause: { code: "gateway_fault" } });
    assertNoSecret(error);
  });

  test("in a yes that cannot be read", async () => {
    const error = await chargeAgainst(byMethod({ POST: answer(200, body), GET: answer(404) }));
    expect(error).toMatchObject({
      code: "outcome_unknown",
      cause: { code: "unexpected_response" },
    });
    assertNoSecret(error);
  });

  test.each([200, 401, 404, 500])("in a %d to the question what became of it", async (status) => {
    const found =
      Array.isArray(body) || typeof body === "string"
        ? body
        : { ...(body as object), transaction_status: "pending" };
    const error = await chargeAgainst(byMethod({ POST: cutTheSocket, GET: answer(status, found) }));
    expect(error).toMatchObject({ code: "outcome_unknown" });
    assertNoSecret(error);
  });
});

test("a found status keeps its words, less the secrets", async () => {
  const status = { transaction_status: "rejected", rejected_reason: `card ${card}, CVV ${cvv}` };
  const error = await chargeAgainst(byMethod({ POST: cutTheSocket, GET: answer(200, status) }));
  expect(error).toMatchObject({
    lastKnownStatus: {
      state: "found",
      transaction_status: "rejected",
      rejected_reason: "card [redacted], CVV [redacted]",
    },
  });
});

describe("hidden too are those", () => {
  const secrets = [secretKey, card, groups.join("-"), cvv];

  test.each(secrets)("in a redirect's Location: %s", async (secret) => {
    const host = secret.replaceAll(/[^A-Za-z0-9-]/g, "");
    for (const location of [
      `https://x.example/${secret}?a=${secret}#${secret}`,
      `https://${encodeURIComponent(secret)}:${encodeURIComponent(secret)}@x.example/`,
      `https://h${host}.x.example/`,
      `https://${groups.join("-")}.x.example/`,
      `//${card}.x.example`,
    ]) {
      const error = await chargeAgainst(answer(307, secret, { location }));
      expect(error).toMatchObject({ code: "outcome_unknown", cause: { code: "redirect_refused" } });
      assertNoSecret(error);
    }
  });

  test.each(secrets)("in a header of the answer: %s", async (secret) => {
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
      assertNoSecret(await chargeAgainst(answer(status, {}, headers)));
    }
  });

  test("over several headers, in the support report", async () => {
    const headers = {
      "x-request-id": groups.slice(0, 2).join(" "),
      "cf-ray": groups.slice(2).join(" "),
    };
    assertNoSecret(await chargeAgainst(answer(500, {}, headers)));
  });

  test("in the code of what a fetch throws", async () => {
    const fetch = (): Promise<Response> =>
      Promise.reject(Object.assign(new Error("no"), { code: "SECRETKEY_0001" }));
    const options = { apiKey: "SECRETKEY_0001", fetch };
    const error = await failureOf(
      clientOf({ url: "https://gateway.example" }, options).transactions.list(),
    );
    expect(inspect(error)).not.toContain("SECRETKEY_0001");
  });

  test("in the answer's first line", async () => {
    const reply: Reply = (response) =>
      void response.socket?.end(
        `HTTP/1.1 500 ${secretKey} ${card} ${cvv}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
      );
    assertNoSecret(await chargeAgainst(reply));
  });

  test.each<[string, Reply]>([
    ["cut", cutTheSocket],
    ["hanging", hang],
    ["no HTTP", (response) => void response.socket?.end(`${card} ${secretKey}\r\n\r\n`)],
  ])("in a request whose answer is %s", async (_name, reply) => {
    assertNoSecret(await chargeAgainst(reply, { timeoutMs: 450 }));
  });

  test("in a request that nobody takes", async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    assertNoSecret(await failureOf(numipayOf({ url }).payments.serverToServer(request)));
  });

  test("in a request that is given up", async () => {
    const stop = new AbortController();
    const gateway = await startGateway(() => stop.abort());
    const { payments } = numipayOf(gateway);
    assertNoSecret(await failureOf(payments.serverToServer(request, { signal: stop.signal })));
  });

  const words = `${secretKey} ${card} ${cvv}`;
  const thrown: [string, unknown][] = [
    ["an error", new Error(words)],
    ["an error with a cause", new TypeError("fetch failed", { cause: new Error(words) })],
    ["an error with a code", Object.assign(new Error(words), { code: card })],
    [
      "an error with a code of words",
      Object.assign(new Error(words), { code: words, syscall: words }),
    ],
    [
      "an error with fields",
      Object.assign(new Error("no"), { request, headers: { "X-Api-Key": secretKey } }),
    ],
    ["many errors", new AggregateError([new Error(words), new Error(words)], words)],
    ["a circle of errors", Object.assign(new Error(words), { cause: undefined })],
    ["an abort", new DOMException(words, "AbortError")],
    ["a text", words],
    ["an object", { message: words, code: card, cause: words }],
    ["nothing", undefined],
  ];
  const circle = thrown.find(([name]) => name === "a circle of errors")?.[1] as Error;
  circle.cause = circle;

  test.each(thrown)("in what a fetch of the caller's throws: %s", async (_name, error) => {
    const fetch = (): Promise<Response> => Promise.reject(error as Error);
    const numipay = numipayOf({ url: "https://gateway.example" }, { fetch });
    assertNoSecret(await failureOf(numipay.payments.serverToServer(request)));
    assertNoSecret(await failureOf(numipay.transactions.list()));
  });

  test("in fields of a card that another payment call was given", async () => {
    const gateway = await startGateway(answer(400, { message: `${card} ${cvv}` }));
    const { payments, payouts } = numipayOf(gateway);
    const more = { ...request, provider_id: "p" };
    assertNoSecret(await failureOf(payments.hostedCheckout(more)));
    assertNoSecret(await failureOf(payments.direct(more)));
    assertNoSecret(await failureOf(payouts.request(more)));
  });

  test("in a call that only looks: the key", async () => {
    for (const status of [302, 200, 400, 429, 500]) {
      const headers = { location: `https://${secretKey}.example`, "x-request-id": secretKey };
      const gateway = await startGateway(answer(status, `<b>${secretKey}</b>`, headers));
      assertNoSecret(await failureOf(numipayOf(gateway).transactions.list()));
    }
  });

  test("in the client itself", () => {
    const numipay = numipayOf({ url: "https://gateway.example" });
    assertNoSecret(numipay);
    assertNoSecret(numipay.payments);
    assertNoSecret(Object.getOwnPropertyDescriptors(numipay));
  });
});

test("a number of 19 digits, which JSON rounds, stays hidden", async () => {
  const long = "6304219447607087665";
  const gateway = await startGateway(answer(400, `{"card":${long}}`));
  const { payments } = numipayOf(gateway);
  const error = await failureOf(payments.serverToServer({ ...request, card_number: long }));
  expect(inspect(error, { depth: Infinity })).not.toContain(long.slice(0, 12));
  expect(error).toMatchObject({ body: { card: "[redacted]" } });
});

test("a short CVV is not cut out of longer numbers and words", async () => {
  const body = { message: "order 19173 of 2026-09-17, ref a91734", amount: 91730, cvv: 9173 };
  const error = await chargeAgainst(answer(400, body));
  expect(error).toMatchObject({ body: { ...body, cvv: "[redacted]" } });
});
