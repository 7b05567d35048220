import { afterEach } from "vitest";
import { createSandbox, type Sandbox, type SandboxOptions } from "../src/index.js";
import { signPayload } from "../src/delivery/sign-payload.js";
import { checkResponses, webhookProblems } from "./check-responses.js";

/** A received webhook. */
export interface Received {
  readonly url: string;
  readonly body: string;
  readonly signature: string | null;
  readonly init: RequestInit;
  /** The virtual time of arrival. */
  readonly at: string;
}

/** Violations of the contract, which fail every test that uses a merchant. */
const violations: string[] = [];
afterEach(() => {
  if (violations.length > 0) {
    throw new Error(`The sandbox violated its contract:\n${violations.splice(0).join("\n")}`);
  }
});

/** How the merchant and the customer reach the sandbox. */
export const transports = ["in process", "over HTTP"] as const;

/** A merchant with a sandbox and an in-process webhook receiver. */
export interface Merchant {
  readonly sandbox: Sandbox;
  readonly received: Received[];
  /** Sets the receiver's response. A thrown error is a network error. */
  respondWith(respond: () => Response | Promise<Response>): void;
  /** Calls the API with the DEV key, or another one. */
  call(method: string, path: string, body?: unknown, key?: string): Promise<ApiResponse>;
  /** Submits a page's form, as a browser does. */
  submit(
    url: string,
    fields: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Response>;
  page(url: string): Promise<Response>;
  /** How all of these reach the sandbox. Responses are checked against the contract. */
  readonly fetch: typeof fetch;
  /** The statuses of the received webhooks, in order. */
  statuses(): string[];
}

export interface ApiResponse {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Creates a merchant. Webhooks wait for flush() or advance(), so that tests control when they are sent. */
export async function createMerchant(
  options: SandboxOptions = {},
  transport: (typeof transports)[number] = "in process",
): Promise<Merchant> {
  const received: Received[] = [];
  let respond: () => Response | Promise<Response> = () => new Response(null, { status: 204 });
  // An override is another contract.
  const isDocumented = options.contract === undefined;
  const sandbox = await createSandbox({
    webhookUrl: "http://shop.test/webhooks/numipay",
    autoDeliver: false,
    deliver: async (input, init: RequestInit = {}) => {
      const body = String(init.body);
      const signature = new Headers(init.headers).get("x-signature");
      // Chaos changes payloads that are not correctly signed.
      if (isDocumented && signature === signPayload(body, sandbox.signaturePassword)) {
        violations.push(...webhookProblems(body).map((problem) => `webhook: ${problem}`));
      }
      received.push({
        url: String(input),
        body,
        signature,
        init,
        at: sandbox.now().toISOString(),
      });
      return respond();
    },
    ...options,
  });
  if (transport === "over HTTP") await sandbox.listen();
  const check = (send: typeof fetch) =>
    isDocumented ? checkResponses(send, (problem) => violations.push(problem)) : send;
  // Replaced in place, so that direct calls are checked too.
  Object.defineProperty(sandbox, "fetch", { value: check(sandbox.fetch) });
  const send = transport === "over HTTP" ? check(fetch) : sandbox.fetch;
  return {
    sandbox,
    received,
    respondWith(next) {
      respond = next;
    },
    async call(method, path, body, key = sandbox.apiKey) {
      const response = await send(sandbox.baseUrl + path, {
        method,
        headers: { "x-api-key": key, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as ApiResponse["body"] };
    },
    submit: (url, fields, headers = {}) =>
      send(url, {
        redirect: "manual",
        method: "POST",
        headers: { origin: new URL(url).origin, ...headers },
        body: new URLSearchParams(fields),
      }),
    page: (url) => send(url, { redirect: "manual" }),
    fetch: send,
    statuses: () => received.map(({ body }) => (JSON.parse(body) as { status: string }).status),
  };
}

/** The fields of a deposit or a payout. */
export function order(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    tracking_id: "order-1",
    user_id: "customer-1",
    currency: "EUR",
    amount: "200.00",
    ...fields,
  };
}

/** The fields of a passing card. */
export function card(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    card_number: "4242424242424242",
    card_holder: "Ada Tester",
    expiry_month: "12",
    expiry_year: "2030",
    cvv: "123",
    ...fields,
  };
}

/** Opens a hosted checkout and returns its URL. */
export async function openCheckout(
  merchant: Merchant,
  fields: Record<string, unknown> = {},
): Promise<string> {
  const { body } = await merchant.call("POST", "/payments/hosted", { request: order(fields) });
  return String(body["url"]);
}

/** Opens a payout, confirms it as the customer, and returns the gateway's id. */
export async function confirmPayout(
  merchant: Merchant,
  fields: Record<string, unknown> = {},
): Promise<string> {
  const { body } = await merchant.call("POST", "/payouts/request", { request: order(fields) });
  await merchant.submit(`${String(body["url"])}/pursa`, { action: "confirm" });
  const trackingId = String(fields["tracking_id"] ?? "order-1");
  const row = merchant.sandbox.transactions().find((one) => one.tracking_id === trackingId);
  return row?.transaction_id ?? "";
}
