// Plays client and sandbox through Prism and prints what it found. `npm run contract` starts this with Prism on PATH.
import { Numipay } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { startBendingProxy } from "./contract/bending-proxy.mjs";
import { clientCases, wrongRequests } from "./contract/operation-cases.mjs";
import { startPrism } from "./contract/start-prism.mjs";

/** @typedef {{ location: string[], severity: string, code: string, message: string }} Violation */

const sandbox = await createSandbox();
const listening = await sandbox.listen();
const gateway = await startBendingProxy(listening.url);
const prism = await startPrism(gateway.url);

/** What Prism said since the last look. */
let violations = /** @type {Violation[]} */ ([]);

const watchedFetch = async (input, init) => {
  const response = await fetch(input, init);
  violations.push(...JSON.parse(response.headers.get("sl-violations") ?? "[]"));
  return response;
};

const about = (side) => violations.filter(({ location }) => location[0] === side);
const tell = (list) => list.map(({ location, message }) => `${location.join(".")}: ${message}`);

const failures = /** @type {string[]} */ ([]);
let passed = 0;

async function check(name, run, findProblems) {
  violations = [];
  let problems;
  try {
    const result = await run();
    problems = findProblems(result);
  } catch (error) {
    problems = [error instanceof Error ? error.message : String(error), ...tell(violations)];
  }
  if (problems.length === 0) passed += 1;
  else failures.push(`${name}\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
}

const post = (path, body, key = sandbox.apiKey) =>
  watchedFetch(prism.url + path, {
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    headers: { "content-type": "application/json", ...(key === "" ? {} : { "x-api-key": key }) },
  });

try {
  const clientOf = (apiKey) =>
    new Numipay({ apiKey, baseUrl: prism.url, fetch: /** @type {typeof fetch} */ (watchedFetch) });
  const cast = { numipay: clientOf(sandbox.apiKey), stranger: clientOf("unknown-key"), sandbox };
  for (const { name, run } of clientCases(cast)) await check(name, run, () => tell(violations));

  for (const { name, path, body, withoutKey } of wrongRequests) {
    const send = () => post(path, body, withoutKey ? "" : undefined);
    await check(`${name}: sandbox and Prism both refuse it`, send, ({ status }) => [
      ...(status >= 400 && status < 500 ? [] : [`the sandbox responded with ${status}`]),
      ...(about("request").length > 0 ? [] : ["Prism found nothing wrong with it"]),
      ...tell(about("response")),
    ]);
  }

  const bends = {
    "a url that is a number": { status: 200, body: { url: 5 } },
    "no url": { status: 200, body: {} },
    "a status that is not in the contract": { status: 302, body: { url: "http://127.0.0.1/" } },
  };
  for (const [name, answer] of Object.entries(bends)) {
    gateway.bend(() => answer);
    const request = { user_id: "u", currency: "EUR", amount: "1.00", tracking_id: name };
    const send = () => post("/payments/hosted", { request });
    await check(`${name}: Prism complains`, send, () =>
      about("response").length > 0 ? [] : ["Prism let a broken response pass"],
    );
  }
} finally {
  await prism.close();
  await gateway.close();
  await listening.close();
  await sandbox.close();
}

console.log(failures.join("\n"));
console.log(JSON.stringify({ passed, failed: failures.length }));
process.exitCode = failures.length === 0 ? 0 : 1;
