import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import express from "express";
import { describe, expect, onTestFinished, test } from "vitest";
import { doctorCommand } from "../../src/commands/doctor.js";
import { checks } from "../../src/doctor/checks.js";
import type { LedgerRow } from "../../src/doctor/ledger.js";
import { ordersFromTemplate } from "../../src/doctor/orders.js";
import { createPost, type PostRequest } from "../../src/doctor/post.js";
import { type DoctorOptions, runDoctor } from "../../src/doctor/run-doctor.js";
import {
  createBooks,
  serveReceiver,
  signaturePassword,
} from "../broken-receivers/serve-receiver.js";
import { createReceiver } from "../broken-receivers/correct-receiver.js";
import { answering, type Create, refusing, twists } from "../broken-receivers/single-defect-receivers.js";

async function examine(create: Create, options: Partial<DoctorOptions> = {}) {
  const books = createBooks();
  const url = await serveReceiver(create(books));
  const orders = ordersFromTemplate({ trackingId: "order-{n}", amount: "12.90" }, "run");
  const ledger = async () => [...books.rows];
  const wait = async () => undefined;
  return runDoctor({ url, signaturePassword, orders, ledger, wait, ...options });
}

describe("a receiver that is sound but for one thing", () => {
  test.each(twists)("and %s fails by that alone", async (_what, create, fails) => {
    const { checks: results } = await examine(create);
    const failed = results.filter(({ verdict }) => verdict === "failed");
    expect(failed.map(({ id }) => id)).toEqual(fails);
  });

  test("and dies of garbage fails by not answering afterwards, and is asked no more than that", async () => {
    const { checks: results } = await examine((books) => {
      let isDead = false;
      const app = express();
      app.use((request, _response, next) => {
        if (isDead) request.socket.destroy();
        else next();
      });
      return app.use(
        refusing(401, (text) => {
          isDead ||= text.includes("__proto__");
          return isDead;
        })(books),
      );
    });
    const of = (id: string) => results.find((result) => result.id === id);
    expect(of("alive-afterwards")).toMatchObject({ verdict: "failed" });
    expect(of("duplicates-in-series")).toMatchObject({
      verdict: "not-checked",
      observed: expect.stringMatching(/not checked: \d+ requests in a row were not answered/),
    });
    // What was acknowledged before stands in the books all the same.
    expect(of("ledger-complete")).toMatchObject({ verdict: "passed" });
  });

  test.each([
    [1_999, "passed"],
    [2_000, "warned"],
    [5_000, "failed"],
  ])("and takes %i ms to answer: %s", async (durationMs, verdict) => {
    const books = createBooks();
    const url = await serveReceiver(createReceiver(books));
    const post = createPost(url, { timeoutMs: 10_000 });
    const { checks: results } = await runDoctor({
      url,
      signaturePassword,
      post: async (request) => ({ ...(await post(request)), durationMs }),
    });
    expect(results.find(({ id }) => id === "answer-time")).toMatchObject({ verdict });
  });

  test("and refuses what it does not know is warned, and passes", async () => {
    const report = await examine(answering(422, ({ status }) => status.includes("_")));
    expect(report.totals).toMatchObject({ failed: 0, warned: 1 });
    expect(report.isPassed).toBe(true);
  });
});

test("an order that is not known is told apart from a signature that is not", async () => {
  const { checks: results } = await examine(answering(404, () => true));
  expect(results[0]).toMatchObject({
    id: "genuine",
    verdict: "failed",
    observed: expect.stringMatching(/404; a forged one gets 401: .*--order-command/),
  });
});

test("a server that takes connections and never answers is not asked for ever", async () => {
  const server = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const url = new URL(`http://127.0.0.1:${port}/webhook`);
  let asked = 0;
  const post = createPost(url, { timeoutMs: 30 });
  const report = await runDoctor({
    url,
    signaturePassword,
    post: (request) => {
      asked += 1;
      return post(request);
    },
  });
  expect(report.checks[0]).toMatchObject({ verdict: "failed" });
  expect(asked).toBeLessThan(8);
});

test("a server that loses an answer now and then is asked to the end", async () => {
  const url = await serveReceiver(createReceiver(createBooks()));
  const post = createPost(url, { timeoutMs: 10_000 });
  let asked = 0;
  const report = await runDoctor({
    url,
    signaturePassword,
    post: async (request) => {
      asked += 1;
      const isLost = asked > 2 && asked % 5 === 0;
      return isLost ? { status: 0, durationMs: 1, isConnected: true } : post(request);
    },
  });
  expect(report.checks.filter(({ observed }) => observed.includes("in a row"))).toEqual([]);
});

test("a check that is left out is not checked, and never passed", async () => {
  const { checks: results } = await examine(createReceiver, { skip: ["method"] });
  expect(results.find(({ id }) => id === "method")).toMatchObject({
    verdict: "not-checked",
    observed: "not checked: left out by --skip",
  });
});

test("another machine gets nothing unless it is asked for", async () => {
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

test("once it is ended nothing more is sent", async () => {
  const ending = new AbortController();
  const url = await serveReceiver(createReceiver(createBooks()));
  const post = createPost(url, { timeoutMs: 10_000 });
  let sent = 0;
  const examination = runDoctor({
    url,
    signaturePassword,
    signal: ending.signal,
    post: (request) => {
      sent += 1;
      return post(request);
    },
    onResult: () => ending.abort(new Error("Ctrl-C")),
  });
  await expect(examination).rejects.toThrow("Ctrl-C");
  // The knock, and the first check's one delivery.
  expect(sent).toBe(2);
});

test("no two checks have one name", () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
});

describe("the books", () => {
  /** Examines a sound receiver whose books are shown otherwise than they are. */
  async function examineBooks(
    show: (rows: readonly LedgerRow[], reading: number) => LedgerRow[],
    options: Partial<DoctorOptions> = {},
  ) {
    const books = createBooks();
    const url = await serveReceiver(createReceiver(books));
    let reading = 0;
    const ledger = async () => {
      reading += 1;
      return show(books.rows, reading);
    };
    const orders = ordersFromTemplate({ trackingId: "order-{n}", amount: "12.90" }, "run");
    const wait = async () => undefined;
    const report = await runDoctor({ url, signaturePassword, orders, ledger, wait, ...options });
    const failed = report.checks.filter(({ verdict }) => verdict === "failed");
    return { failed: failed.map(({ id }) => id), report };
  }

  test("may be a moment behind the answers", async () => {
    const { failed } = await examineBooks((rows, reading) => (reading < 5 ? [] : [...rows]));
    expect(failed).toEqual([]);
  });

  test("may not be behind for longer than they are given", async () => {
    const late = (rows: readonly LedgerRow[], reading: number) => (reading < 5 ? [] : [...rows]);
    const { failed } = await examineBooks(late, { settleMs: 250 });
    expect(failed).toEqual(["ledger-complete"]);
  });

  test("are read once more after all is there, for a second credit that comes late", async () => {
    const { failed } = await examineBooks((rows, reading) =>
      reading < 3 ? [...rows] : [...rows, ...rows],
    );
    expect(failed).toContain("ledger-once");
  });

  test.each<[string, Partial<LedgerRow>]>([
    ["in another currency", { currency: "USD" }],
    ["with less than was paid", { amount: "12.89" }],
  ])("that hold a payment %s are not complete", async (_how, changed) => {
    const { failed } = await examineBooks((rows) => rows.map((row) => ({ ...row, ...changed })));
    expect(failed).toEqual(["ledger-complete"]);
  });

  test("may hold what was there before, whatever it is", async () => {
    const old = { tracking_id: "order-1", amount: "12.90", currency: "EUR" };
    expect((await examineBooks((rows) => [old, old, ...rows])).failed).toEqual([]);
  });

  test("that cannot be read end the examination before anything is sent", async () => {
    const url = await serveReceiver(createReceiver(createBooks()));
    const post = createPost(url, { timeoutMs: 10_000 });
    const sent: PostRequest[] = [];
    const examination = runDoctor({
      url,
      signaturePassword,
      ledger: () => Promise.reject(new Error("no books today")),
      post: (request) => {
        sent.push(request);
        return post(request);
      },
    });
    await expect(examination).rejects.toThrow("no books today");
    expect(sent.map(({ method }) => method)).toEqual(["GET"]);
  });

  test("need no more orders than the help tells", async () => {
    const { report } = await examineBooks((rows) => [...rows]);
    expect(report.ordersUsed).toBe(21);
    expect(doctorCommand.notes).toContain("orders that may be paid, 21 at most");
  });
});
