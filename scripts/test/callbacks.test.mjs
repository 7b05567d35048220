import { spawn } from "node:child_process";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { listCallbacks, listDirectCalls, listNotified } from "../list-callbacks.mjs";
import { smallTree } from "./small-tree.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Every callback that a user gives the packages. One that only reports is called by `notify` and has a program that plays it;
 * of any other, what its failure does.
 * @type {Record<string, { play: string, from: string, needs?: "redis" } | string>}
 */
const callbacks = {
  "core WebhookOptions.onOutcome": {
    from: "core",
    play: `
      import { numipayWebhook } from "@numipay/core";
      const request = () => new Request("http://x/", { method: "POST", body: "{}" });
      await playFailures((onOutcome) =>
        numipayWebhook({ signaturePassword: "p".repeat(32), onOutcome }).fetch(request()));`,
  },
  "core Delivery.onOutcome": {
    from: "core",
    play: `
      import { createReceiver } from "@numipay/core";
      const receiver = createReceiver({ signaturePassword: "p".repeat(32), onOutcome() {} });
      const header = () => undefined;
      await playFailures((onOutcome) => receiver.receive({ method: "POST", header, onOutcome }));`,
  },
  "core NumipayLogger.error": {
    from: "core",
    play: `
      import { createOutcomeLogger } from "@numipay/core";
      await playFailures((error) => createOutcomeLogger({ error, warn() {} })({ outcome: "malformed" }));`,
  },
  "core NumipayLogger.warn": {
    from: "core",
    play: `
      import { createOutcomeLogger } from "@numipay/core";
      await playFailures((warn) => createOutcomeLogger({ error() {}, warn })({ outcome: "bad-signature" }));`,
  },
  "core ReconcileOptions.onProgress": {
    from: "cli",
    play: `
      import { memoryInbox, Numipay, numipayWebhook, reconcile } from "@numipay/core";
      import { createSandbox } from "@numipay/sandbox";
      const sandbox = await createSandbox();
      const numipay = new Numipay(sandbox.clientOptions);
      const { signaturePassword } = sandbox;
      const webhook = numipayWebhook({ signaturePassword, inbox: { ...memoryInbox(), durable: true } });
      const days = { from: "2026-01-01", to: "2026-01-01" };
      await playFailures((onProgress) => reconcile({ numipay, webhook, onProgress, ...days }).next());`,
  },
  "core RecoverOptions.onProgress": {
    from: "cli",
    play: `
      import { createJournal, memoryJournalStore, Numipay, recover } from "@numipay/core";
      import { createSandbox } from "@numipay/sandbox";
      const sandbox = await createSandbox();
      await playFailures(async (onProgress) => {
        const store = memoryJournalStore();
        const journal = createJournal({ ...store, durable: true });
        const numipay = new Numipay({ ...sandbox.clientOptions, journal });
        const key = { account: "default", slot: "transaction", tracking_id: "a" };
        const intent = { ...key, operation: "requestPayout", keyId: "k", digests: {}, metadata: undefined };
        const { lease } = await store.claim(intent, 60_000);
        await store.complete(intent, lease, { state: "unknown" });
        await recover({ numipay, journal, onProgress });
      });`,
  },
  "core NumipayOptions.onRequest": {
    from: "core",
    play: `
      import { Numipay } from "@numipay/core";
      const options = { apiKey: "k", baseUrl: "http://127.0.0.1:1", fetch: async () => Response.json([]) };
      await playFailures((onRequest) => new Numipay({ ...options, onRequest }).transactions.list());`,
  },
  "core NumipayOptions.onResponse": {
    from: "core",
    play: `
      import { Numipay } from "@numipay/core";
      const options = { apiKey: "k", baseUrl: "http://127.0.0.1:1", fetch: async () => Response.json([]) };
      await playFailures((onResponse) => new Numipay({ ...options, onResponse }).transactions.list());`,
  },
  "core OutboxOptions.onError": {
    from: "core",
    play: `
      import { createOutbox, memoryInbox, memoryJournal, Numipay } from "@numipay/core";
      const baseUrl = "http://127.0.0.1:1";
      await playFailures(async (onError) => {
        const journal = memoryJournal();
        const numipay = new Numipay({ apiKey: "test-key-0001", baseUrl, retries: 0, journal, fetch: async () => Response.json({}, { status: 400 }) });
        const outbox = createOutbox({ numipay, journal, inbox: memoryInbox(), onError });
        outbox.on("refused", () => { throw new Error("no wallet"); });
        await outbox.enqueue(undefined, "payouts.request", { tracking_id: "a", user_id: "u", currency: "EUR", amount: "1.00" });
        await outbox.runOnce();
      });`,
  },
  "core ClaimHooks.onLateStatement": {
    from: "sql",
    play: `
      import { PGlite } from "@electric-sql/pglite";
      import { pgliteInbox } from "@numipay/sql/pglite";
      const inbox = pgliteInbox({ db: await PGlite.create() });
      await inbox.migrate();
      let count = 0;
      await playFailures(async (onLateStatement) => {
        const key = "t" + (count += 1);
        const change = { account: "default", key, transactionKey: key, status: "successful", rank: 1, isHandled: true, content: "{}" };
        const { lease } = await inbox.claim(change, { onLateStatement });
        const { tx, close } = lease.scope();
        close();
        await tx.query("SELECT 1").catch(() => {});
        await inbox.release(change, lease);
      });`,
  },
  "redis RedisInboxOptions.onWarning": {
    from: "redis",
    needs: "redis",
    play: `
      import { redisInbox } from "@numipay/redis";
      import { Redis } from "ioredis";
      const client = new Redis(process.env.REDIS_URL);
      await playFailures((onWarning) => redisInbox({ client, onWarning }).check());`,
  },
  "bullmq WebhookQueueOptions.onRisk": {
    from: "bullmq",
    needs: "redis",
    play: `
      import { createWebhookQueue } from "@numipay/bullmq";
      const connection = { url: process.env.REDIS_URL };
      await playFailures((onRisk) => void createWebhookQueue({ connection, name: "callbacks-risk", onRisk }));`,
  },
  "bullmq WebhookWorkerOptions.onDeadLetter": {
    from: "bullmq",
    needs: "redis",
    play: `
      import { createWebhookQueue, createWebhookWorker } from "@numipay/bullmq";
      import { memoryInbox } from "@numipay/core";
      import { Queue } from "bullmq";
      const connection = { url: process.env.REDIS_URL };
      const names = [];
      const event = { transaction_id: "t", transaction_type: "deposit", status: "successful", user_id: "u", tracking_id: "o", currency: "EUR", amount: "1" };
      const change = { account: "default", key: "k", transactionKey: "t", status: "successful", rank: 1, isHandled: true, content: JSON.stringify(event) };
      await playFailures(async (fail) => {
        const name = "callbacks-" + process.pid + "-" + names.length;
        names.push(name);
        const queue = createWebhookQueue({ connection, name, attempts: 1, onRisk() {} });
        const called = new Promise((resolve) => {
          const onDeadLetter = (letter) => (setImmediate(resolve), fail(letter));
          const worker = createWebhookWorker({ connection, name, inbox: memoryInbox(), onOutcome() {}, onDeadLetter });
          worker.on("*", () => { throw new Error("no"); }).start();
        });
        await queue.add(change);
        await called;
        await new Queue(name, { connection }).obliterate({ force: true });
      });`,
  },
  "sandbox SandboxOptions.onError": {
    from: "sandbox",
    play: `
      import { createSandbox } from "@numipay/sandbox";
      import Database from "libsql";
      import { mkdtempSync } from "node:fs";
      import { tmpdir } from "node:os";
      import { join } from "node:path";
      const deposit = { currency: "EUR", amount: "1.00", transaction_type: "deposit", status: "successful" };
      await playFailures(async (onError) => {
        const file = join(mkdtempSync(join(tmpdir(), "numipay-callbacks-")), "sandbox.db");
        const webhookUrl = "http://shop.test/hook";
        const sandbox = await createSandbox({ file, webhookUrl, deliver: async () => new Response(), onError });
        const other = new Database(file);
        other.exec("CREATE TRIGGER full BEFORE INSERT ON attempts BEGIN SELECT RAISE(ABORT, 'full'); END");
        other.close();
        sandbox.addTransaction({ tracking_id: "a", ...deposit });
        await sandbox.flush().catch(() => {});
        await sandbox.close();
      });`,
  },
  "bullmq WebhookWorkerOptions.onOutcome": "is the receiver's onOutcome",
  "core Delivery.onVerified": "makes the delivery inbox-unavailable",
  "core WebhookOptions.signaturePassword":
    "refuses the delivery as bad-signature, after 10 s at most",
  "core WebhookOptions.account": "makes the delivery inbox-unavailable, after 10 s at most",
  "core WebhookOptions.confirm": "makes the delivery unconfirmed, after handlerTimeoutMs at most",
  "core ReconcileOptions.toEvent": "makes the transaction malformed, after 30 s at most",
  "core ReconcileOptions.now": "throws to the caller of reconcile; for tests",
  "core NumipayOptions.fetch": "fails the call, after timeoutMs at most",
  "sql DrizzleMysqlInboxOptions.drizzle": "makes the delivery handler-failed",
  "sql DrizzlePgInboxOptions.drizzle": "makes the delivery handler-failed",
  "sql DrizzlePostgresJsInboxOptions.drizzle": "makes the delivery handler-failed",
  "sql SqliteInboxOptions.onOpen": "makes the delivery inbox-unavailable",
  "sql SqliteJournalOptions.onOpen": "makes the journal unavailable, so the call is not sent",
  "core RecoverOptions.now": "throws to the caller of recover; for tests",
  "nestjs NumipayOutboxOptions.onError": "is the outbox' onError",
  "sandbox SandboxOptions.deliver": "fails the attempt, after deliveryTimeoutMs at most",
  "testing PostOptions.write": "throws to the test",
};

/** Not a user's: the packages give them to one another. */
const internal = [
  "bullmq QueueSettings.onRisk",
  "cli DoctorOptions.ledger",
  "cli DoctorOptions.onResult",
  "cli DoctorOptions.orders",
  "cli DoctorOptions.post",
  "cli DoctorOptions.wait",
  "cli Outgoing.onInformation",
  "core AnyChange.onLateResult",
  "core AnyChange.onLateStatement",
  "core OutboxSettings.onError",
  "core WebhookSettings.onOutcome",
  "fastify HostLog.onOutcome",
  "fastify LogOptions.onOutcome",
  "redis CallOptions.onLate",
  "redis ScriptCall.onLate",
  "redis Wait.onTimeout",
  "sandbox ClientOptions.fetch",
  "sandbox SandboxSettings.onError",
  "sql ConnectionOptions.onOpen",
  "sql MysqlOptions.drizzle",
  "sql PendingContext.onError",
  "sql PgOptions.drizzle",
  "sql PostgresJsOptions.drizzle",
  "sql SessionContext.onEnd",
  "sql SessionParts.onEnd",
  "sql SqliteOptions.onOpen",
];

/** Of the internal ones, and of other libraries' methods. */
const directCalls = [
  "cli/src/doctor/run-doctor.ts onResult",
  "cli/src/ledger/read-csv.ts onRecord",
  "core/src/webhooks/apply-change.ts onLateResult",
  "core/src/webhooks/receiver.ts onVerified",
  "nestjs/src/outbox-lifecycle.ts onApplicationBootstrap",
  "redis/src/deadlines.ts onTimeout",
  "redis/src/redis-client.ts onLate",
  "sandbox/src/portal/create-portal.ts onError",
  "sandbox/src/portal/public/redraw.ts onChange",
  "sandbox/src/server/create-app.ts onError",
  "sql/src/sessions/better-sqlite3/open-database.ts onOpen",
  "sql/src/sessions/drizzle/open-drizzle.ts onMysql",
  "sql/src/sessions/drizzle/open-drizzle.ts onPool",
  "sql/src/sessions/drizzle/open-drizzle.ts onPostgresJs",
  "sql/src/sessions/knex/knex-library.ts onError",
  "sql/src/sessions/kysely/kysely-handle.ts onError",
  "sql/src/sessions/library/mysql-session.ts onLost",
  "sql/src/sessions/pglite/pglite-sessions.ts onHold",
  "sql/src/sessions/postgres-js/pending-query.ts onError",
  "sql/src/sessions/postgres-js/postgres-js-handle.ts onError",
  "sql/src/sessions/prisma/mysql-source.ts onLost",
  "sql/src/sessions/prisma/prisma-library.ts onError",
];

const redisUrl = process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379";
const hasRedis = process.env["CI"] === "true" || (await listens(new URL(redisUrl)));

describe("the list of callbacks", () => {
  it("has every callback of the packages", () => {
    const found = listCallbacks(root).map(({ id }) => id);
    expect([...new Set(found)].toSorted()).toEqual(
      [...Object.keys(callbacks), ...internal].toSorted(),
    );
  });

  it("has every direct call of a callback", () => {
    expect([...new Set(listDirectCalls(root))].toSorted()).toEqual(directCalls);
  });

  it("finds a new option and its call", () => {
    const small = smallTree({
      "packages/core/src/a.ts": `
        export type Observer = (report: string) => void;
        export interface FooOptions { onNew?: Observer | undefined; name: string; pick?: ((a: number) => number) | undefined }
        export interface Bar { onOther(): void; other(): void }
        export const call = (options: FooOptions, bar: Bar) => { options.onNew?.("x"); bar.onOther(); notify("onNew", options.onNew, "x"); };`,
    });
    expect(listCallbacks(small).map(({ id }) => id)).toEqual([
      "core FooOptions.onNew",
      "core FooOptions.pick",
      "core Bar.onOther",
    ]);
    expect(listDirectCalls(small)).toEqual(["core/src/a.ts onNew", "core/src/a.ts onOther"]);
    expect([...listNotified(small)]).toEqual(["core onNew"]);
  });
});

const notified = Object.entries(callbacks).flatMap(([id, how]) =>
  typeof how === "string" ? [] : [{ id, ...how }],
);

describe.each(notified)("$id", ({ id, from, play, needs }) => {
  const name = id.split(".").at(-1) ?? "";

  it("is called by notify", () => {
    // The hook of a claim is the inbox' to call.
    const caller = name === "onLateStatement" ? "sql" : (id.split(" ")[0] ?? "");
    expect([...listNotified(root)]).toContain(`${caller} ${name}`);
  });

  it.skipIf(needs === "redis" && !hasRedis)(
    "survives every failure and reports each",
    { timeout: 60_000 },
    async () => {
      const { code, stdout, stderr } = await runProgram(`${root}/packages/${from}`, play);
      expect({ code, stdout, stderr: code === 0 ? "" : stderr }).toEqual({
        code: 0,
        stdout: "survived 8\n",
        stderr: "",
      });
      const reports = stderr.split("\n").filter((line) => line.startsWith("numipay: "));
      expect(reports.filter((line) => line.includes(`${name} failed;`))).toHaveLength(8);
    },
  );
});

/** Runs a program from a package's folder, where the package finds itself and what it depends on. */
function runProgram(cwd, code) {
  const failing = new URL("failing-callbacks.mjs", import.meta.url).href;
  const program = `import { playFailures } from ${JSON.stringify(failing)};${code}`;
  const env = { PATH: process.env["PATH"], REDIS_URL: redisUrl };
  const args = ["--input-type=module", "-e", program];
  const child = spawn(process.execPath, args, { cwd, env, timeout: 50_000 });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (output.stderr += text));
  return new Promise((resolve) =>
    child.on("close", (exitCode) => resolve({ code: exitCode, ...output })),
  );
}

function listens({ hostname, port }) {
  return new Promise((resolve) => {
    const socket = connect(Number(port || 6379), hostname);
    socket.once("connect", () => (socket.destroy(), resolve(true)));
    socket.once("error", () => resolve(false));
  });
}
