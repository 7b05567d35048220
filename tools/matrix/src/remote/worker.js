// @ts-check
// A server of the Web standard that the battery drives from outside: what runs on Bun, Deno and workerd, and imports
// nothing but @numipay/core. Handlers and the inbox live with the battery, which is called for each event and each step.
import { numipayWebhook } from "@numipay/core";

/**
 * @typedef {object} StageRequest
 * @property {string} id the first segment of the stage's paths
 * @property {string[]} signaturePassword
 * @property {boolean} [strict]
 * @property {import("@numipay/core").ContractOverride} [contract]
 * @property {boolean} hasInbox whether the battery brings an inbox of its own
 * @property {boolean} hasConfirm whether the battery is to be asked before a change is applied
 * @property {string} callUrl where the battery is called
 */

/** @typedef {{ webhook: import("@numipay/core").WebNumipayWebhook, tellOutcomes: () => Promise<void> }} Stage */

/** @type {Map<string, Stage>} */
const stages = new Map();

/**
 * @param {Request} request
 * @returns {Promise<Response>}
 */
export async function serve(request) {
  const [, id = "", ...rest] = new URL(request.url).pathname.split("/");
  if (id === "stages") return openFixture(/** @type {StageRequest} */ (await request.json()));
  const stage = stages.get(id);
  if (stage === undefined) return new Response("no such stage", { status: 404 });
  if (rest.join("/") === "host") return new Response("host");
  const response = await stage.webhook.fetch(request);
  await stage.tellOutcomes();
  const isPolluted = /** @type {{ isAdmin?: unknown }} */ ({}).isAdmin !== undefined;
  return isPolluted ? new Response("Object.prototype is polluted", { status: 599 }) : response;
}

/** @param {StageRequest} request */
function openFixture({ id, signaturePassword, strict, contract, hasInbox, hasConfirm, callUrl }) {
  /** @type {import("@numipay/core").OutcomeReport[]} */
  const outcomes = [];
  /** @type {(method: string, ...args: unknown[]) => Promise<any>} */
  const call = (method, ...args) => callBattery(callUrl, { id, method, args });
  const inbox = {
    claim: call.bind(undefined, "claim"),
    complete: call.bind(undefined, "complete"),
    release: call.bind(undefined, "release"),
  };
  const webhook = numipayWebhook({
    signaturePassword,
    strict,
    contract,
    ...(hasInbox && { inbox }),
    ...(hasConfirm && { confirm: call.bind(undefined, "confirm") }),
    onOutcome: (report) => outcomes.push(report),
  }).on("*", (event, context) => call("event", event, context));
  const tellOutcomes = async () => {
    for (const report of outcomes.splice(0)) await call("outcome", plain(report));
  };
  stages.set(id, { webhook, tellOutcomes });
  return new Response("open");
}

/** @param {import("@numipay/core").OutcomeReport} report its error as JSON can carry it */
function plain({ error, ...report }) {
  if (!(error instanceof AggregateError)) return { ...report, error: error && String(error) };
  return { ...report, errors: error.errors.map(String) };
}

/** Rejects with what the battery's own handler or inbox threw. */
async function callBattery(url, message) {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(message) });
  const { value, error } = /** @type {any} */ (await response.json());
  if (error !== undefined) throw new Error(error);
  return value;
}
