import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import express from "express";
import { describe, expect, it, onTestFinished } from "vitest";
import { doctorCommand } from "../../src/commands/doctor.js";
import { checks } from "../../src/doctor/checks.js";
import type { LedgerRow } from "../../src/doctor/ledger.js";
import { ordersFromTemplate } from "../../src/doctor/orders.js";
import { createPost, type PostRequest } from "../../src/doctor/post.js";
import { type DoctorOptions, runDoctor } from "../../src/doctor/run-doctor.js";
import {
  createTestLedger,
  serveReceiver,
  signaturePassword,
} from "../broken-receivers/serve-receiver.js";
import { createReceiver } from "../broken-receivers/correct-receiver.js";
import {
  responding,
  type Create,
  rejecting,
  singleDefects,
} from "../broken-receivers/single-defect-receivers.js";

async function runChecks(create: Create, options: Partial<DoctorOptions> = {}) {
  const testLedger = createTestLedger();
  const url = await serveReceiver(create(testLedger));
  const orders = ordersFromTemplate({ trackingId: "order-{n}", amount: "12.90" }, "run");
  const ledger = async () => [...testLedger.rows];
  const wait = async () => undefined;
  return runDoctor({ url, signaturePassword, orders, ledger, wait, ...options });
}

describe("a receiver with a single defect", () => {
  it.each(singleDefects)("that %s fails only those checks", async (_name, create, fails) => {
    const { checks: results } = await runChecks(create);
    const failed = results.filter(({ verdict }) => verdict === "failed");
    expect(failed.map(({ id }) => id)).toEqual(fails);
  });

  it("that stops responding gets no more requests", async () => {
    const { checks: results } = await runChecks((testLedger) => {
      let isStopped = false;
      const app = express();
      app.use((request, _response, next) => {
        if (isStopped) request.socket.destroy();
        else next();
      });
      return app.use(
        rejecting(401, (text) => {
          isStopped ||= text.includes("__proto__");
          return isStopped;
        })(testLedger),
      );
    });
    const of = (id: string) => results.find((result) => result.id === id);
    expect(of("still-responding")).toMatchObject({ verdict: "failed" });
    expect(of("duplicates-sequential")).toMatchObject({
      verdict: "not-checked",
      observed: expect.stringMatching(/not checked: \d+ requests in a row got no response/),
    });
    // Deliveries that were acknowledged before are still in the ledger.
    expect(of("ledger-complete")).toMatchObject({ verdict: "passed" });
  });

  it.each([
    [1_999, "passed"],
    [2_000, "warned"],
    [5_000, "failed"],
  ])("that takes %i ms to respond is %s", async (durationMs, verdict) => {
    const testLedger = createTestLedger();
    const url = await serveReceiver(createReceiver(testLedger));
    const post = createPost(url, { timeoutMs: 10_000 });
    const { checks: results } = await runDoctor({
      url,
      signaturePassword,
      post: async (request) => ({ ...(await post(request)), durationMs }),
    });
    expect(results.find(({ id }) => id === "response-time")).toMatchObject({ verdict });
  });

  it("that rejects unknown statuses gets a warning", async () => {
    const report = await runChecks(responding(422, ({ status }) => status.includes("_")));
    expect(report.totals).toMatchObject({ failed: 0, warned: 1 });
    expect(report.isPassed).toBe(true);
  });
});

describe("runDoctor", () => {
  it("distinguishes an unknown order from a wrong signature", async () => {
    const { checks: results } = await runChecks(responding(404, () => true));
    expect(results[0]).toMatchObject({
      id: "genuine",
      verdict: "failed",
      observed: expect.stringMatching(/404; a forged one gets 401, .*--order-command/),
    });
  });

  it("stops if the server never responds", async () => {
    const server = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const url = new URL(`http://127.0.0.1:${port}/webhook`);
    let requests = 0;
    const post = createPost(url, { timeoutMs: 30 });
    const report = await runDoctor({
      url,
      signaturePassword,
      post: (request) => {
        requests += 1;
        return post(request);
      },
    });
    expect(report.checks[0]).toMatchObject({ verdict: "failed" });
    expect(requests).toBeLessThan(8);
  });

  it("continues if the server loses single responses", async () => {
    const url = await serveReceiver(createReceiver(createTestLedger()));
    const post = createPost(url, { timeoutMs: 10_000 });
    let requests = 0;
    const report = await runDoctor({
      url,
      signaturePassword,
      post: async (request) => {
        requests += 1;
        const isLost = requests > 2 && requests % 5 === 0;
        return isLost ? { status: 0, durationMs: 1, isConnected: true } : post(request);
      },
    });
    expect(report.checks.filter(({ observed }) => observed.includes("in a row"))).toEqual([]);
  });

  it("reports a skipped check as not checked", async () => {
    const { checks: results } = await runChecks(createReceiver, { skip: ["method"] });
    expect(results.find(({ id }) => id === "method")).toMatchObject({
      verdict: "not-checked",
      observed: "not checked: skipped by --skip",
    });
  });

  it("sends nothing to another machine without allowRemote", async () => {
    const sent: PostRequest[] = [];
    const url = new URL("http://shop.invalid/webhook");
    const post = async (request: PostRequest) => {
      sent.push(request);
      return { status: 401, durationMs: 1 };
    };
    await expect(runDoctor({ url, signaturePassword, post })).rejects.toThrow("--allow-remote");
    expect(sent).toEqual([]);
    await runDoctor({ url, signaturePassword, post, allowRemote: true });
    expect(sent.length).toBeGreaterThan(0);
  });

  it("sends nothing after it is aborted", async () => {
    const abort = new AbortController();
    const url = await serveReceiver(createReceiver(createTestLedger()));
    const post = createPost(url, { timeoutMs: 10_000 });
    let sent = 0;
    const running = runDoctor({
      url,
      signaturePassword,
      signal: abort.signal,
      post: (request) => {
        sent += 1;
        return post(request);
      },
      onResult: () => abort.abort(new Error("Ctrl-C")),
    });
    await expect(running).rejects.toThrow("Ctrl-C");
    // The reachability request, and the delivery of the first check.
    expect(sent).toBe(2);
  });

  it("has unique check ids", () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  });
});

describe("the ledger", () => {
  /** Runs the checks against a correct receiver whose ledger is changed by `show`. */
  async function runWithLedger(
    show: (rows: readonly LedgerRow[], reading: number) => LedgerRow[],
    options: Partial<DoctorOptions> = {},
  ) {
    const testLedger = createTestLedger();
    const url = await serveReceiver(createReceiver(testLedger));
    let reading = 0;
    const ledger = async () => {
      reading += 1;
      return show(testLedger.rows, reading);
    };
    const orders = ordersFromTemplate({ trackingId: "order-{n}", amount: "12.90" }, "run");
    const wait = async () => undefined;
    const report = await runDoctor({ url, signaturePassword, orders, ledger, wait, ...options });
    const failed = report.checks.filter(({ verdict }) => verdict === "failed");
    return { failed: failed.map(({ id }) => id), report };
  }

  it("may be updated after the response", async () => {
    const { failed } = await runWithLedger((rows, reading) => (reading < 5 ? [] : [...rows]));
    expect(failed).toEqual([]);
  });

  it("must be updated within the delay", async () => {
    const late = (rows: readonly LedgerRow[], reading: number) => (reading < 5 ? [] : [...rows]);
    const { failed } = await runWithLedger(late, { ledgerDelayMs: 250 });
    expect(failed).toEqual(["ledger-complete"]);
  });

  it("is read again to find a late second credit", async () => {
    const { failed } = await runWithLedger((rows, reading) =>
      reading < 3 ? [...rows] : [...rows, ...rows],
    );
    expect(failed).toContain("ledger-once");
  });

  it.each<[string, Partial<LedgerRow>]>([
    ["in another currency", { currency: "USD" }],
    ["with a lower amount", { amount: "12.89" }],
  ])("is incomplete with a payment %s", async (_name, changed) => {
    const { failed } = await runWithLedger((rows) => rows.map((row) => ({ ...row, ...changed })));
    expect(failed).toEqual(["ledger-complete"]);
  });

  it("may contain earlier entries", async () => {
    const old = { tracking_id: "order-1", amount: "12.90", currency: "EUR" };
    expect((await runWithLedger((rows) => [old, old, ...rows])).failed).toEqual([]);
  });

  it("is read before any delivery is sent", async () => {
    const url = await serveReceiver(createReceiver(createTestLedger()));
    const post = createPost(url, { timeoutMs: 10_000 });
    const sent: PostRequest[] = [];
    const running = runDoctor({
      url,
      signaturePassword,
      ledger: () => Promise.reject(new Error("ledger unavailable")),
      post: (request) => {
        sent.push(request);
        return post(request);
      },
    });
    await expect(running).rejects.toThrow("ledger unavailable");
    expect(sent.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("needs as many orders as the help says", async () => {
    const { report } = await runWithLedger((rows) => [...rows]);
    expect(report.ordersUsed).toBe(21);
    expect(JSON.stringify(doctorCommand.notes)).toContain("up to 21 orders that may be paid");
  });
});
