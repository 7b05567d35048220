import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { commandGroups } from "../src/program/command-groups.js";
import { createProgram } from "../src/program/create-program.js";
import { exitCodes } from "../src/failure/exit-codes.js";
import { guardTerminal } from "../src/terminal/guard-terminal.js";
import { createProcessTerminal } from "../src/terminal/process-terminal.js";
import { openGateway } from "./gateway-fixture.js";
import { runNumipay } from "./run-numipay.js";
import { serveReceiver } from "./serve.js";
import { temporaryFolder } from "./temporary-folder.js";

const commands = commandGroups.flatMap((group) => group.commands);
const binary = fileURLToPath(new URL("../bin/numipay.js", import.meta.url));
const page = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const official = readFileSync(
  createRequire(import.meta.url).resolve("@numipay/core/contract/openapi.yaml"),
  "utf8",
);

/** The shell blocks of the page, without those that run until Ctrl-C. */
const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");

describe("the README", () => {
  it("has shell examples that run", async () => {
    const { sandbox, env } = await openGateway();
    const receiver = await serveReceiver();
    const cwd = temporaryFolder();
    // `npx @numipay/cli` uses the installed command, without network access.
    mkdirSync(join(cwd, "node_modules", ".bin"), { recursive: true });
    symlinkSync(binary, join(cwd, "node_modules", ".bin", "numipay"));
    const bin = join(cwd, "node_modules", ".bin");
    writeFileSync(join(cwd, "official.yaml"), official.replace("/payments/hosted", "/v2/checkout"));
    const script = `npx() { shift; numipay "$@"; }\nset -eu\n${blocks.join("\n")}`;
    const output = await new Promise<string>((resolve, reject) => {
      const environment = {
        ...env,
        PATH: `${bin}:${process.env["PATH"] ?? ""}`,
        NUMIPAY_SIGNATURE_PASSWORD: sandbox.signaturePassword,
        SHOP: new URL(receiver.url).origin,
      };
      execFile("sh", ["-c", script], { cwd, env: environment }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${error.message}\n${stdout}${stderr}`));
      });
    });
    expect(blocks.length).toBeGreaterThan(5);
    expect(output).toContain("A number was signed as 1.50 but is 1.5 in the body.");
    expect(output.match(/^exit code 1$/gm)).toHaveLength(3);
    expect(output).toContain("rejected by the sandbox: 1");
    expect(readFileSync(join(cwd, "quarter.csv"), "utf8")).toContain("order-4");
    expect(receiver.seen).toHaveLength(5);
  }, 120_000);

  it("lists every exit code and command", () => {
    const table = /## Exit codes\n([\s\S]*?)\n## /.exec(page)?.[1] ?? "";
    const listed = [...table.matchAll(/^\| (\d+) /gm)].map((match) => Number(match[1]));
    expect(listed).toEqual(Object.values(exitCodes));
    for (const { usage } of commands) expect(page).toContain(`\`${usage.split(" ")[0]}`);
  });
});

/** The anchors of the README's headings, as GitHub creates them. */
const anchors = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, "")
    .replaceAll(" ", "-"),
);

describe("the help", () => {
  const { program } = createProgram(guardTerminal(createProcessTerminal()), {
    out: () => undefined,
    err: () => undefined,
    end: () => undefined,
  });
  const single = program.commands.flatMap((command) =>
    command.commands.length === 0
      ? [[command.name(), command] as const]
      : command.commands.map((inner) => [`${command.name()} ${inner.name()}`, inner] as const),
  );
  const examples = commands.flatMap((command) =>
    [command, ...(command.commands ?? [])].flatMap((one) => one.examples ?? []),
  );

  it.each(single)("of %s has valid examples", (name, command) => {
    const own = examples.filter((example) => example.includes(`numipay ${name}`));
    expect(own.length).toBeGreaterThan(0);
    const known = command.options.map(({ long }) => long);
    const used = own.flatMap(
      (example) =>
        /numipay [^|]*/.exec(example.replaceAll(/"[^"]*"|'[^']*'/g, ""))?.[0].match(/--[a-z-]+/g) ??
        [],
    );
    for (const option of used) expect(known).toContain(option);
  });

  it.each(single)("of %s links to a section of the README", async (name) => {
    const { stdout } = await runNumipay([...name.split(" "), "--help"]);
    const anchor = /^Documentation: https:.*\/packages\/cli#(.*)$/m.exec(stdout)?.[1];
    expect(anchors).toContain(anchor);
  });

  it("of a subcommand shows its options", async () => {
    const { exitCode, stdout } = await runNumipay(["help", "transactions"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ {2}export {16}Export the transactions/m);
    const inner = await runNumipay(["transactions", "export", "--help"]);
    expect(inner.stdout).toContain("--columns <names>");
    expect(inner.stdout).toContain("  numipay transactions export --from 2025-01-01");
  });
});
