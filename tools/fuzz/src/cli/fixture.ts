import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSandbox } from "@numipay/sandbox";
import { hostilePaths, startHostileServer } from "../hostile-server.js";

const order = { tracking_id: "order-1", user_id: "u-1", currency: "EUR", amount: "1.00" };
const day = "2026-01-01";
const card = {
  card_number: "4242424242424242",
  card_holder: "A",
  expiry_month: "12",
  expiry_year: "2040",
  cvv: "123",
};

/** The files that command lines name. */
const files: Record<string, string | Buffer> = {
  "order.json": JSON.stringify(order),
  "card.json": JSON.stringify(card),
  "secret.txt": "a-secret-that-is-long-enough-for-the-gateway\nsecond line",
  "ledger.csv": "tracking_id,amount,currency\norder-1,1.00,EUR\n",
  "ledger.jsonl": `${JSON.stringify(order)}\n`,
  "hostile.csv": 'tracking_id,amount,currency,\u001b[31m\n\u001b[2J,1e999,\u202e\n"',
  "hostile.jsonl": '{"tracking_id":"\\u001b[31m","amount":{},"currency":[]}\n{\n',
  "hostile.json": '{"__proto__":{"a":1},"tracking_id":"\\u001b[31m\\u0000","amount":[],"x":null}',
  "chaos.json": '{"deliveries":{"duplicate":1},"seed":"\\u001b[31m"}',
  "openapi.yaml":
    'openapi: "3.0.0"\npaths:\n  /\u009b31m:\n    post: { requestBody: { $ref: "#/%" } }\n  /x: { $ref: "#/a\\u001b" }\na\\u001b: { $ref: "#/paths" }',
  "refs.json":
    '{"openapi":"3.1.0","paths":{"/a":{"get":{"parameters":[{"$ref":"#/\\u001b[31m"}],"responses":[]}},"/b":5}}',
  "swagger.json": '{"swagger":"2.0","paths":{}}',
  "empty.txt": "",
  "deep.json": "[".repeat(50_000),
  "binary.dat": Buffer.from([0xff, 0xfe, 0, 0x1b, 0x5b, 0x33, 0x31, 0x6d]),
  "large.txt": "x".repeat(3_000_000),
  "long-line.csv": `tracking_id,amount,currency\n${"y".repeat(200_000)},1,EUR\n`,
  "\u001b[31mname.json": "{",
  "webhook.mjs": 'export const webhook = { apply: async () => "applied", inbox: {} };\n',
  "throws.mjs": 'throw new Error("\\u001b[31m");\n',
  "nothing.mjs": "export const other = 1;\n",
  "rejects.mjs":
    'export default Promise.reject(new Error("late"));\nexport const webhook = { apply() {}, inbox: { ping: async () => { throw "\\u001b[31m"; } } };\n',
};

/** What command lines are made of. */
export interface Fixture {
  /** A folder with the files. */
  cwd: string;
  apiKey: string;
  /** The URL of a sandbox. */
  gateway: string;
  /** The sandbox, a closed port, and the paths of a hostile server. */
  urls: string[];
  files: string[];
}

export interface OpenFixture extends Fixture {
  close: () => Promise<void>;
}

/** Creates the files and starts the servers that command lines name. */
export async function openFixture(): Promise<OpenFixture> {
  const folder = mkdtempSync(join(tmpdir(), "numipay-fuzz-"));
  // Deep, so that a path with `..` stays inside.
  const cwd = join(folder, "a", "b", "c");
  mkdirSync(join(cwd, "folder"), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
  writeFileSync(join(cwd, "unreadable.json"), "{}");
  chmodSync(join(cwd, "unreadable.json"), 0);
  symlinkSync("nowhere", join(cwd, "dangling"));
  symlinkSync("loop", join(cwd, "loop"));
  const hostile = await startHostileServer();
  const sandbox = await createSandbox({ seed: "fuzz", startAt: `${day}T00:00:00Z` });
  const { url } = await sandbox.listen();
  for (const id of ["order-1", "\u202eorder-2", "=1+1"]) {
    await sandbox.fetch("/payments/hosted", {
      method: "POST",
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify({ request: { ...order, tracking_id: id } }),
    });
  }
  return {
    cwd,
    apiKey: sandbox.apiKey,
    gateway: url,
    urls: [url, "http://127.0.0.1:9/", ...hostilePaths.map((path) => `${hostile.url}/${path}`)],
    files: [
      ...Object.keys(files),
      "folder",
      "missing/file",
      "missing",
      "dangling",
      "loop",
      "unreadable.json",
      "order.json/below",
      "/dev/null",
      "-",
    ],
    async close() {
      await sandbox.close();
      await hostile.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
