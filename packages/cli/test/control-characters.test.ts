import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runCommandLine } from "../src/program/run-command-line.js";
import type { Terminal } from "../src/terminal/terminal.js";
import { serve } from "./serve.js";
import { temporaryFolder } from "./temporary-folder.js";

const password = "p".repeat(32);

/** Texts that mostly contain terminal control characters. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("\u001B]0;PWNED\u0007\u001B[2J\r\nforged", "\u009B31m\u202E", "a\tb\u2028\uFEFF"),
  fc.constantFrom("\u2066x\u200F", "\u061C", "\u007F", "\uD800", "\u200B"),
);

/** Runs a command in this process, and collects its output. */
async function run(args: string[], over: { baseUrl?: string; isStdoutTty?: boolean } = {}) {
  const printed = { out: "", err: "" };
  const terminal: Terminal = {
    env: {
      NUMIPAY_API_KEY: "key-0123456789abcdef",
      NUMIPAY_BASE_URL: over.baseUrl,
      NUMIPAY_SIGNATURE_PASSWORD: password,
      // guard-terminal.test.ts covers colors. One line per row, whatever its width.
      NO_COLOR: "1",
      COLUMNS: "99999",
    },
    isStdinTty: false,
    isStdoutTty: over.isStdoutTty ?? false,
    isStderrTty: true,
    columns: 80,
    signal: new AbortController().signal,
    async out(written) {
      printed.out += written;
    },
    err: (written) => void (printed.err += written),
    redraw: (line) => void (printed.err += `${line}\n`),
    readStdin: async () => new Uint8Array(),
  };
  const exitCode = await runCommandLine(args, terminal);
  return { exitCode, ...printed };
}

const raw = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

function expectPrintable({ out, err }: { out: string; err: string }): void {
  expect(out.replaceAll("\n", "")).not.toMatch(raw);
  expect(err.replaceAll("\n", "")).not.toMatch(raw);
}

/** A gateway that sends the given response to every request. */
async function serveGateway() {
  const reply = { status: 200, body: "" };
  const baseUrl = await serve((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(reply.status, { "x-request-id": "a\u009B31m" }).end(reply.body);
    });
  });
  return { baseUrl, reply };
}

const day = ["--from", "2026-01-01", "--to", "2026-01-01"];
const order = ["--tracking-id", "o", "--user-id", "u", "--currency", "EUR", "--amount", "1.00"];
const gatewayCommands = [
  ["transactions", "status", "o"],
  ["transactions", "list"],
  ["transactions", "export", ...day, "--format", "jsonl"],
  ["payments", "hosted", ...order],
  ["payouts", "request", ...order],
  ["payouts", "approve", "--tracking-id", "o"],
];

describe("a gateway's response", () => {
  const listed = fc.dictionary(text, text);
  const fields = fc.record({ transaction_status: text, url: text, message: text, error: text });
  const body = fc.oneof(
    text,
    fields.map((value) => JSON.stringify(value)),
    fc
      .tuple(fields, text)
      .map(([value, tail]) =>
        JSON.stringify({ ...value, url: `https://x/${tail}`, rejected_reason: tail }),
      ),
    fc.array(listed, { maxLength: 3 }).map((value) => JSON.stringify(value)),
  );

  it("is printed without control characters", { timeout: 60_000 }, async () => {
    const { baseUrl, reply } = await serveGateway();
    const status = fc.constantFrom(200, 200, 404, 422, 500);
    const command = fc.constantFrom(...gatewayCommands);
    await fc.assert(
      fc.asyncProperty(status, body, command, fc.boolean(), async (...given) => {
        const [code, sent, args, isJson] = given;
        Object.assign(reply, { status: code, body: sent });
        const line = [...args, ...(isJson ? ["--json"] : []), "--timeout", "1"];
        expectPrintable(await run(line, { baseUrl }));
      }),
      { numRuns: 60 },
    );
  });

  const fieldNames = [
    "transaction_id",
    "user_id",
    "tracking_id",
    "status",
    "currency",
    "amount",
    "transaction_type",
  ];
  const transaction = fc.record(Object.fromEntries(fieldNames.map((name) => [name, text])));

  it("is printed on one line per transaction", { timeout: 60_000 }, async () => {
    const { baseUrl, reply } = await serveGateway();
    await fc.assert(
      fc.asyncProperty(fc.array(transaction, { maxLength: 4 }), async (list) => {
        Object.assign(reply, { status: 200, body: JSON.stringify(list) });
        const { out } = await run(["transactions", "list"], { baseUrl });
        // The head, and the line break at the end.
        expect(out.split("\n")).toHaveLength(list.length === 0 ? 1 : list.length + 2);
      }),
      { numRuns: 30 },
    );
  });

  it("keeps its value in JSON", { timeout: 60_000 }, async () => {
    const { baseUrl, reply } = await serveGateway();
    await fc.assert(
      fc.asyncProperty(transaction, async (one) => {
        // UTF-8 cannot encode half a surrogate pair, but JSON can escape it.
        Object.assign(reply, { status: 200, body: JSON.stringify([one]) });
        for (const args of [["transactions", "list", "--json"], gatewayCommands[2] ?? []]) {
          const { out } = await run(args, { baseUrl });
          expect(JSON.parse(out)).toEqual(one);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("is truncated", async () => {
    const { baseUrl, reply } = await serveGateway();
    const one = Object.fromEntries(fieldNames.map((name) => [name, "x".repeat(65_536)]));
    Object.assign(reply, { status: 200, body: JSON.stringify([one]) });
    const { out } = await run(["transactions", "list"], { baseUrl });
    expect(out.length).toBeLessThan(3_000);
  });

  it("keeps columns aligned", async () => {
    const { baseUrl, reply } = await serveGateway();
    const base = Object.fromEntries(fieldNames.map((name) => [name, "x"]));
    const list = [base, { ...base, tracking_id: "a\u001Bb", status: "\n" }];
    Object.assign(reply, { status: 200, body: JSON.stringify(list) });
    const { out } = await run(["transactions", "list"], { baseUrl });
    const [head = "", one = "", other = ""] = out.split("\n");
    expect(one).toHaveLength(head.length - "Transaction id".length + 1);
    expect(other).toHaveLength(one.length);
    expect(other).toContain("a\\u001bb");
  });

  it("is unchanged in piped CSV", async () => {
    const { baseUrl, reply } = await serveGateway();
    const one = Object.fromEntries(fieldNames.map((name) => [name, "\u001B[2J\u202E"]));
    Object.assign(reply, { status: 200, body: JSON.stringify([one]) });
    const args = ["transactions", "export", ...day];
    expect((await run(args, { baseUrl })).out).toContain("\u001B[2J\u202E");
    expectPrintable(await run(args, { baseUrl, isStdoutTty: true }));
  });
});

describe("a receiver's response", () => {
  it("is printed on one line by trigger", { timeout: 60_000 }, async () => {
    const reply = { body: "" };
    const url = await serve((request, response) => {
      request.resume().on("end", () => response.writeHead(500).end(reply.body));
    });
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async (body, isJson) => {
        reply.body = body;
        const args = ["trigger", "deposit.successful", "--to", url, "--times", "2"];
        const printed = await run([...args, ...(isJson ? ["--json"] : [])]);
        expectPrintable(printed);
        // The event, its payload, and one line for each response.
        expect(printed.out.split("\n")).toHaveLength(isJson ? 2 : 5);
      }),
      { numRuns: 30 },
    );
  });

  it("contains no part of a secret", async () => {
    const body = `${"x".repeat(1_990)}${password}`;
    const url = await serve((request, response) => {
      request.resume().on("end", () => response.writeHead(500).end(body));
    });
    const { out } = await run(["trigger", "deposit.successful", "--to", url]);
    expect(out).not.toContain("pppppp");
  });
});

describe("text from a file or an argument", () => {
  it("is printed without control characters", { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    const { baseUrl, reply } = await serveGateway();
    Object.assign(reply, { status: 200, body: "[]" });
    await fc.assert(
      fc.asyncProperty(text, text, async (one, other) => {
        const csv = join(folder, "ledger.csv");
        const quoted = [one, other].map((cell) => `"${cell.replaceAll('"', '""')}"`);
        writeFileSync(csv, `tracking_id,amount,currency,${quoted[1]}\n${quoted[0]},1.00,EUR,x\n`);
        const contract = join(folder, "contract.json");
        const operation = { operationId: other, responses: { 200: { description: one } } };
        const paths = { [`/${one}`]: { post: operation } };
        writeFileSync(contract, JSON.stringify({ openapi: "3.1.0", info: {}, paths }));
        for (const args of [
          ["ledger", "diff", csv, ...day],
          ["contract", "diff", contract],
          ["verify", "--signature", one, csv],
          ["transactions", "status", one],
          ["trigger", one, "--to", other],
          [one, other],
        ]) {
          expectPrintable(await run(args, { baseUrl }));
        }
      }),
      { numRuns: 30 },
    );
  });
});
