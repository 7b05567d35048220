import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createSandbox, type Sandbox } from "@numipay/sandbox";
import { signPayload } from "@numipay/core";
import { createReceiver } from "../broken-receivers/correct-receiver.js";
import { createDoubleCreditingReceiver } from "../broken-receivers/double-crediting-receiver.js";
import {
  createTestLedger,
  serveReceiver as serveApp,
  signaturePassword,
} from "../broken-receivers/serve-receiver.js";
import { closedUrl, serve, serveReceiver } from "../serve.js";
import { temporaryFolder } from "../temporary-folder.js";

/** Real servers and files for the commands. */
export interface World {
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly sandbox: Sandbox;
  /** The URLs of the gateway, and of servers that respond with a status, with an error, or not at all. */
  readonly gateway: string;
  readonly accepting: string;
  readonly failing: string;
  readonly closed: string;
  readonly fault: string;
  readonly unauthorized: string;
  readonly redirecting: string;
  readonly breaking: string;
  readonly hanging: string;
  /** A webhook that is correct, and one that credits duplicates, with its ledger. */
  readonly correct: string;
  readonly doubling: string;
  readonly ledger: string;
}

const payload = '{"transaction_id":"t-1","tracking_id":"order-1","amount":"200.00"}';

/** Opens a gateway with transactions, and writes the files. */
export async function openWorld(): Promise<World> {
  const cwd = temporaryFolder();
  const sandbox = await createSandbox({ seed: "snapshots", startAt: "2026-01-02T12:00:00Z" });
  onTestFinished(() => sandbox.close());
  const { url: gateway } = await sandbox.listen();
  addTransactions(sandbox);
  writeFiles(cwd);
  const respond = (status: number, body: string): Promise<string> =>
    serve((request, response) => {
      request.resume().on("end", () => {
        response.writeHead(status, { location: "https://elsewhere.example/", date: "now" });
        response.end(body);
      });
    });
  const testLedger = createTestLedger();
  const doubling = createDoubleCreditingReceiver(testLedger);
  doubling.get("/ledger", (_request, response) => void response.json(testLedger.rows));
  const doublingUrl = await serveApp(doubling);
  return {
    cwd,
    sandbox,
    gateway,
    env: {
      PATH: process.env["PATH"] ?? "",
      NUMIPAY_API_KEY: sandbox.apiKey,
      NUMIPAY_BASE_URL: gateway,
      NUMIPAY_SIGNATURE_PASSWORD: signaturePassword,
    },
    accepting: (await serveReceiver(() => ({ status: 200, body: '{"outcome":"applied"}' }))).url,
    failing: (
      await serveReceiver(() => ({
        status: 500,
        body: "Internal Server Error: database down, investigate it",
      }))
    ).url,
    closed: `${await closedUrl()}/webhooks/numipay`,
    fault: await respond(503, '{"message":"maintenance"}'),
    unauthorized: await respond(401, '{"message":"unknown key"}'),
    redirecting: await respond(307, ""),
    breaking: await serve((request) => request.socket.destroy()),
    hanging: await serve(() => undefined),
    correct: (await serveApp(createReceiver(createTestLedger()))).href,
    doubling: doublingUrl.href,
    ledger: `${doublingUrl.origin}/ledger`,
  };
}

function addTransactions(sandbox: Sandbox): void {
  const add = (
    tracking_id: string,
    status: string,
    amount: string,
    { currency = "EUR", transaction_type = "deposit", user_id = "u-7" } = {},
  ): void => {
    sandbox.addTransaction({ tracking_id, status, amount, currency, transaction_type, user_id });
  };
  add("order-1", "successful", "200.00");
  add("order-2", "pending", "12480.5");
  add("order-3", "successful", "1290", { currency: "JPY" });
  add("order-4", "expired", "35.00");
  add("payout-1", "rejected", "1000000.00", { transaction_type: "withdrawal", user_id: "東京-9" });
}

function writeFiles(cwd: string): void {
  const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text);
  const own = createRequire(import.meta.url).resolve("@numipay/core/contract/openapi.yaml");
  write("payload.json", payload);
  write("indented.json", JSON.stringify(JSON.parse(payload), null, 2));
  write("number.json", '{"transaction_id":"t-1","amount":1.5}');
  write("signature.txt", signPayload(JSON.parse(payload) as object, signaturePassword));
  write(
    "ledger.csv",
    "tracking_id,amount,currency,note\norder-1,200.00,EUR,\norder-1,200.00,EUR,\n" +
      "order-3,1291,JPY,\norder-4,35.00,EUR,\norder-9,12480.50,EUR,\n",
  );
  write("agreeing.csv", "tracking_id,amount,currency\norder-1,200.00,EUR\norder-3,1290,JPY\n");
  write(
    "statuses.csv",
    "tracking_id,amount,currency,status\norder-1,200.00,EUR,successful\norder-3,1290,JPY,successful\n" +
      "order-8,10.00,EUR,pending\n",
  );
  write("broken.csv", 'tracking_id,amount,currency\norder-1,"1.000,00",EUR\n');
  write(
    "official.yaml",
    readFileSync(own, "utf8")
      .replace("/payments/hosted:", "/v2/checkout:")
      .replace("name: from", "name: date_from")
      .replace("operationId: rejectPayout", "operationId: declineWithdrawal")
      .replace("/payouts/reject:", "/withdrawals/decline:")
      .replace("paths:\n", "paths:\n  /refunds:\n    post:\n      operationId: refund\n"),
  );
  write("moved.json", '{"operations":{"requestPayout":{"path":"/v2/payouts"}}}');
  write("wrong.json", '{"operations":{"direct":{"methd":"PUT"}}}');
  write(
    "refunds.json",
    '{"operations":{"refund":{"method":"POST","path":"/refunds/{refund_id}"}}}',
  );
  write("card.json", '{"card_number":"4000000000000002","card_holder":"A. Customer"}');
  write("plan.json", '{"version":7}');
  write("webhook.mjs", webhookModule);
  write("journal.mjs", journalModule);
  mkdirSync(join(cwd, "folder"));
}

const webhookModule = `
import { numipayWebhook } from ${JSON.stringify(import.meta.resolve("@numipay/core"))};
const inbox = {
  claim: async () => ({ state: "new", lease: { fencingToken: 1, contradicts: undefined, tx: undefined } }),
  complete: async () => true,
  release: async () => undefined,
};
export const webhook = numipayWebhook({ inbox, signaturePassword: "${signaturePassword}", onOutcome: () => undefined });
webhook.on("deposit.*", (event) => {
  if (event.tracking_id === "order-4") throw new Error("the order is locked by another transaction of the database");
});
`;

/** A journal with three calls that a crash interrupted. Nothing is recorded, so that each run shows the same. */
const journalModule = `
const call = (operation, slot, tracking_id) => ({
  account: "default", slot, tracking_id, operation, keyId: "key", digests: {}, metadata: undefined, attempts: 1,
  state: "unknown", recordedAt: "2026-01-02T09:05:07.000Z", response: undefined, responseExpiresAt: undefined, request: undefined,
});
const calls = [
  call("hostedCheckout", "transaction", "order-1"),
  call("requestPayout", "transaction", "payout-404"),
  call("approvePayout", "decision", "payout-405"),
];
export const journal = {
  account: "default",
  store: {
    claim: async (intent) => ({ state: "unclear", lease: { fencingToken: 1 }, recorded: intent }),
    complete: async () => true,
    read: async () => undefined,
    unresolved: async (account, after) => (after === undefined ? calls : []),
  },
};
`;
