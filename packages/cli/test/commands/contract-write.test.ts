import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { beyond, camelCase, prefixed } from "../contract/official-files.js";
import { runNumipay } from "../run-numipay.js";
import { serveReceiver } from "../serve.js";
import { temporaryFolder } from "../temporary-folder.js";

/** A folder with the gateway's OpenAPI file, and the command in it. */
function openFolder(official: object, name = "official.yaml") {
  const cwd = temporaryFolder();
  const text = name.endsWith(".json") ? JSON.stringify(official) : stringify(official);
  writeFileSync(join(cwd, name), text);
  return {
    cwd,
    diff: (...args: string[]) => runNumipay(["contract", "diff", name, ...args], { cwd }),
    read: (file: string) => readFileSync(join(cwd, file), "utf8"),
  };
}

describe("numipay contract diff --write", () => {
  it.each([
    ["official.yaml", camelCase],
    ["official.json", prefixed],
  ])("writes a complete override of %s", async (name, official) => {
    const { diff, read } = openFolder(official, name);
    expect((await diff()).exitCode).toBe(1);
    const written = await diff("--write", "override.json");
    expect(written).toMatchObject({ exitCode: 0, stderr: "" });
    expect(written.stdout).toContain("Wrote override.json. With this override, the library");
    expect(JSON.parse(read("override.json"))).toHaveProperty("operations");
    const again = await diff("--contract", "override.json", "--breaking");
    expect(again).toMatchObject({ exitCode: 0 });
  });

  it("lists what no override can express", async () => {
    const { diff, read } = openFolder(beyond);
    const { exitCode, stdout } = await diff("--write", "override.json");
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      "The override cannot express:\n  (all)               security header: not a single key in a header",
    );
    expect(stdout).toContain("transactionChanged  signature header.x-signature: HMAC");
    expect(read("override.json")).toBe("{}\n");
    const { stdout: json } = await diff("--write", "override.json", "--force", "--json");
    expect(JSON.parse(json)).toMatchObject({
      written: "override.json",
      override: {},
      inexpressible: expect.arrayContaining([expect.objectContaining({ kind: "media-type" })]),
    });
  });

  it("replaces a file only with --force", async () => {
    const { diff, read, cwd } = openFolder(camelCase);
    writeFileSync(join(cwd, "override.json"), "mine");
    const refused = await diff("--write", "override.json");
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr:
        "Error: The --write file override.json already exists. Choose another name, or add --force.\n",
    });
    expect(read("override.json")).toBe("mine");
    expect((await diff("--write", "override.json", "--force")).exitCode).toBe(0);
    expect(await diff("--write", "override.yaml")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(".json file, or a .ts file"),
    });
  });

  it("completes the override of --contract", async () => {
    const { diff, read, cwd } = openFolder(camelCase);
    writeFileSync(join(cwd, "mine.json"), '{"timeZone":"Europe/Berlin"}');
    await diff("--contract", "mine.json", "--write", "override.json");
    expect(JSON.parse(read("override.json"))).toMatchObject({
      timeZone: "Europe/Berlin",
      basePath: "/api/v2",
    });
    writeFileSync(join(cwd, "mine.json"), '{"timezone":"Europe/Berlin"}');
    expect(await diff("--contract", "mine.json")).toMatchObject({
      exitCode: 2,
      stderr: "Error: timezone in the --contract file is not an option. Did you mean timeZone?\n",
    });
  });

  it("writes a module that adds types", async () => {
    const { diff, read, cwd } = openFolder(camelCase);
    expect((await diff("--write", "contract.ts")).exitCode).toBe(0);
    expect(read("contract.ts")).toContain("export const contract = defineContract({\n  basePath:");
    mkdirSync(join(cwd, "node_modules", "@numipay"), { recursive: true });
    const core = dirname(fileURLToPath(import.meta.resolve("@numipay/core/package.json")));
    symlinkSync(core, join(cwd, "node_modules", "@numipay", "core"));
    writeFileSync(
      join(cwd, "program.ts"),
      `import { Numipay, numipayWebhook } from "@numipay/core";
import { contract } from "./contract.js";
numipayWebhook({ contract }).on("refund.refunded", (event) => void event.fee);
export const refund = new Numipay({ contract }).request("refund", { refundId: "1", amount: "1" });
// @ts-expect-error no such status
numipayWebhook({ contract }).on("refund.refundd", () => undefined);
`,
    );
    const options = {
      strict: true,
      module: "nodenext",
      target: "es2022",
      noEmit: true,
      skipLibCheck: true,
    };
    const config = { compilerOptions: { ...options, types: [] }, files: ["program.ts"] };
    writeFileSync(join(cwd, "package.json"), '{"type":"module"}');
    writeFileSync(join(cwd, "tsconfig.json"), JSON.stringify(config));
    const compiler = createRequire(import.meta.url).resolve("typescript/package.json");
    const tsc = join(dirname(compiler), "bin", "tsc");
    const compiled = await promisify(execFile)(process.execPath, [tsc, "-p", cwd]).catch(
      (error: { stdout: string }) => error,
    );
    expect(compiled.stdout).toBe("");
  });
});

describe("a written override", () => {
  it("makes the commands follow the file", async () => {
    const { diff, cwd } = openFolder(camelCase);
    await diff("--write", "override.json");
    const { url, seen } = await serveReceiver(() => ({
      status: 200,
      body: '{"data":{"redirect_url":"https://pay.example/1"}}',
    }));
    const env = { NUMIPAY_API_KEY: "key", NUMIPAY_BASE_URL: new URL(url).origin };
    const order = ["--tracking-id", "order-1", "--currency", "USDT", "--amount", "5.00"];
    const args = ["payments", "hosted", ...order, "--contract", "override.json"];
    expect(await runNumipay(args, { env, cwd })).toMatchObject({
      exitCode: 0,
      stdout: "https://pay.example/1\n",
    });
    expect(seen).toMatchObject([
      { method: "POST", path: "/api/v2/checkout", headers: { "x-merchant-key": "key" } },
    ]);
    expect(JSON.parse(String(seen[0]?.body))).toEqual({
      trackingId: "order-1",
      currency: "USDT",
      amount: 5,
    });
  });
});
