// A server with Web standard APIs only, for Bun, Deno, workerd and the apps of the runtime tests. It imports nothing but
// @numipay/core. Handlers, the inbox and the observer are in the suite's process, which is called for each event and each step.
import {
  type Claim,
  type Inbox,
  numipayWebhook,
  type OutcomeReport,
  type WebNumipayWebhook,
} from "@numipay/core";
import type { Call, CallRequest, CallResponse, FixtureRequest, PlainReport } from "./protocol.js";

interface Fixture {
  webhook: WebNumipayWebhook;
  reportOutcomes: () => Promise<void>;
}

const fixtures = new Map<string, Fixture>();

/**
 * Serves the paths `/fixtures`, `/ID/host` and `/ID/webhooks/numipay`, under any prefix.
 *
 * @param rawBody the body, if the host has read it. Bun, Deno and workerd pass something else
 */
export async function serve(request: Request, rawBody?: object): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith("/fixtures")) {
    const text =
      rawBody instanceof Uint8Array ? new TextDecoder().decode(rawBody) : await request.text();
    return createFixture(JSON.parse(text) as FixtureRequest);
  }
  const [, id = "", route] = /\/(fixture-\d+)\/(.*)$/.exec(pathname) ?? [];
  const fixture = fixtures.get(id);
  if (fixture === undefined) return new Response("no such fixture", { status: 404 });
  if (route === "host") return new Response("host");
  const response = await fixture.webhook.fetch(request, rawBody);
  await fixture.reportOutcomes();
  const isPolluted = ({} as { isAdmin?: unknown }).isAdmin !== undefined;
  return isPolluted ? new Response("Object.prototype is polluted", { status: 599 }) : response;
}

function createFixture({
  id,
  signaturePassword,
  strict,
  contract,
  hasInbox,
  hasConfirm,
  callUrl,
}: FixtureRequest): Response {
  const outcomes: OutcomeReport[] = [];
  const call = (message: Call) => callSuite(callUrl, { fixtureId: id, call: message });
  const inbox: Inbox = {
    claim: async (change) => (await call({ method: "claim", change })) as Claim<undefined>,
    complete: async (change, lease) =>
      (await call({ method: "complete", change, lease })) as boolean,
    release: async (change, lease) => {
      await call({ method: "release", change, lease });
    },
  };
  const webhook = numipayWebhook({
    signaturePassword,
    strict,
    contract,
    ...(hasInbox && { inbox }),
    ...(hasConfirm && {
      confirm: async (event) =>
        (await call({ method: "confirm", event })) as { transaction_status: string },
    }),
    onOutcome: (report) => outcomes.push(report),
  }).on("*", (event, context) => call({ method: "event", event, context }));
  const reportOutcomes = async () => {
    for (const report of outcomes.splice(0)) {
      await call({ method: "outcome", report: toPlain(report) });
    }
  };
  fixtures.set(id, { webhook, reportOutcomes });
  return new Response("created");
}

function toPlain({ error, ...report }: OutcomeReport): PlainReport {
  if (error instanceof AggregateError) return { ...report, errors: error.errors.map(String) };
  return { ...report, error: error === undefined ? undefined : String(error) };
}

/** Rejects with the error of the suite's handler, inbox or observer. */
async function callSuite(url: string, request: CallRequest): Promise<unknown> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(request) });
  const { value, error } = (await response.json()) as CallResponse;
  if (error !== undefined) throw new Error(error);
  return value;
}
