import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const entry = new URL("../../dist/index.js", import.meta.url).href;

/** Runs a program in its own process and returns its output. Fails if the process does not exit. */
async function runProgram(program: string): Promise<string> {
  const options = { timeout: 9_000 };
  const nodeArguments = ["--input-type=module", "--eval", program];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, nodeArguments, options);
  return stdout + stderr;
}

const listImports = `
  import { register } from "node:module";
  const hook = 'import { writeSync } from "node:fs";' +
    'export async function resolve(name, context, next) { writeSync(1, "import " + name + "\\\\n"); return next(name, context); }';
  register("data:text/javascript," + encodeURIComponent(hook));
`;

const client = `
  const { Numipay } = await import(${JSON.stringify(entry)});
  const create = (options) => new Numipay({ apiKey: "k", baseUrl: "https://gateway.example", ...options });
`;

describe("Numipay in its own process", () => {
  it("loads ofetch on the first call", async () => {
    const printed = await runProgram(`${listImports} ${client}
    const numipay = create({ fetch: async () => Response.json([]) });
    console.log("-- created");
    await numipay.transactions.list();
  `);
    const [before = "", after = ""] = printed.split("-- created");
    expect(before).toContain("dist/index.js");
    expect(before).not.toMatch(/ofetch|undici|import (?:node:)?https?\b/);
    expect(after).toContain("import ofetch");
  });

  it("does not keep the process alive after calls", async () => {
    const startedAt = performance.now();
    const printed = await runProgram(`${client}
    const numipay = create({ timeoutMs: 60_000, fetch: async () => Response.json([]) });
    await numipay.transactions.list();
    await numipay.transactions.list(undefined, { signal: new AbortController().signal });
    const failing = create({ timeoutMs: 60_000, retries: 0, fetch: async () => new Response("", { status: 503 }) });
    await failing.transactions.list().catch(() => {});
    console.log("done");
  `);
    expect(printed).toBe("done\n");
    expect(performance.now() - startedAt).toBeLessThan(9_000);
  });

  it("does not keep the process alive after an abort", async () => {
    const printed = await runProgram(`${client}
    const stop = new AbortController();
    const fetch = async () => {
      setImmediate(() => stop.abort(new Error("enough")));
      return new Response("", { status: 503 });
    };
    const numipay = create({ timeoutMs: 100_000, retryDelayMs: 30_000, fetch });
    await numipay.transactions.list(undefined, { signal: stop.signal }).catch((error) => console.log(error.message));
  `);
    expect(printed).toBe("enough\n");
  });

  it("keeps the process alive during a retry delay", async () => {
    const printed = await runProgram(`${client}
    let attempts = 0;
    const fetch = async () => ((attempts += 1) === 1 ? new Response("", { status: 503 }) : Response.json([]));
    console.log(await create({ retryDelayMs: 50, fetch }).transactions.list(), attempts);
  `);
    expect(printed).toBe("[] 2\n");
  });
});
