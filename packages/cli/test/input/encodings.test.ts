import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodings } from "../encodings.js";
import { openGateway } from "../gateway-fixture.js";
import { runBinary, runNumipay } from "../run-numipay.js";
import { temporaryFolder } from "../temporary-folder.js";

const password = "Käse & Brot";
const body = '{"transaction_id":"t-1"}';
const order = { tracking_id: "o-1", user_id: "Jürgen", currency: "EUR", amount: "5.00" };

/** A folder with one file. */
function folderWith(name: string, content: string | Uint8Array): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), content);
  return folder;
}

async function sign(cwd: string, ...options: string[]): Promise<string> {
  const env = { NUMIPAY_SIGNATURE_PASSWORD: password };
  const { stdout, stderr } = await runNumipay(["sign", ...options], { env, cwd, stdin: body });
  return stdout.trim() || stderr;
}

describe.each(encodings)("a file in %s", (_name, encode) => {
  it("is read as a password", async () => {
    const cwd = folderWith("password", encode(password));
    const expected = await sign(cwd);
    expect(expected).toMatch(/^[0-9A-F]{40}$/);
    expect(await sign(cwd, "--password-file", "password")).toBe(expected);
  });

  it("is read as a payload", async () => {
    const cwd = folderWith("body.json", encode(body));
    expect(await sign(cwd, "body.json")).toBe(await sign(cwd));
  });

  it("is explained by verify", async () => {
    const cwd = folderWith("body.json", encode(body));
    const env = { NUMIPAY_SIGNATURE_PASSWORD: password };
    const signature = await sign(cwd);
    const verify = ["verify", "body.json", "--strict", "--signature", signature];
    const { exitCode, stdout } = await runNumipay(verify, { env, cwd });
    expect({ exitCode, isExplained: stdout.includes("Fix") }).toEqual({
      exitCode: 1,
      isExplained: true,
    });
    expect(stdout).not.toContain("The password is wrong");
  });

  it("is read as an API key and a request", async () => {
    const { sandbox, env } = await openGateway();
    const cwd = folderWith("order.json", encode(JSON.stringify(order)));
    writeFileSync(join(cwd, "key"), encode(sandbox.apiKey));
    const args = ["payments", "hosted", "--api-key-file", "key", "--request", "order.json"];
    const { exitCode } = await runNumipay(args, { env: { ...env, NUMIPAY_API_KEY: "" }, cwd });
    expect(exitCode).toBe(0);
    expect(sandbox.transactions()[0]?.user_id).toBe("Jürgen");
  });

  it("is read as a contract override", async () => {
    const cwd = folderWith("c.json", encode('{"headers":{"signature":"x-other"}}'));
    expect(await sign(cwd, "--contract", "c.json", "--json")).toContain('"header":"x-other"');
  });

  it("is read as an OpenAPI file and a ledger", async () => {
    const cwd = folderWith("api.yaml", encode("openapi: 3.0.0\npaths: {}"));
    const diff = await runNumipay(["contract", "diff", "api.yaml", "--json"], { cwd });
    expect(diff).toMatchObject({ exitCode: 1, stderr: "" });
    const { sandbox, env } = await openGateway();
    expect(sandbox.transactions()).toEqual([]);
    writeFileSync(join(cwd, "l.csv"), encode("tracking_id,amount,currency"));
    const days = ["--from", "2026-01-01", "--to", "2026-01-01"];
    const ledger = await runNumipay(["ledger", "diff", "l.csv", ...days], { env, cwd });
    expect(ledger).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("is read as the faults of a sandbox", async () => {
    const cwd = folderWith("chaos.json", encode('{"deliveries":{"duplicate":2}}'));
    const { stderr } = await runNumipay(["sandbox", "--port", "0", "--chaos", "chaos.json"], {
      cwd,
    });
    expect(stderr).toContain("deliveries.duplicate in the --chaos file must be");
  });
});

describe("an undecodable file", () => {
  const files: [string, Uint8Array][] = [
    ["Latin-1", Buffer.from(password, "latin1")],
    ["UTF-16 without a byte order mark", Buffer.from(password, "utf16le")],
    ["half a character", Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x62])],
  ];

  it.each(files)("is refused as a password in %s", async (_name, bytes) => {
    const cwd = folderWith("password", bytes);
    const { exitCode, stdout, stderr } = await runNumipay(["sign", "--password-file", "password"], {
      cwd,
      stdin: body,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^Error: Cannot read --password-file.* Save it as UTF-8\.\n$/);
  });

  it("is named in the message", async () => {
    const cwd = folderWith("chaos.json", Buffer.from('{"ü":1}', "latin1"));
    const { stderr } = await runNumipay(["sandbox", "--chaos", "chaos.json"], { cwd });
    expect(stderr).toBe("Error: Cannot read --chaos chaos.json as UTF-8. Save it as UTF-8.\n");
  });
});

describe("an input", () => {
  it("may be a pipe", async () => {
    const cwd = temporaryFolder();
    execFileSync("mkfifo", [join(cwd, "pipe")]);
    const started = runBinary(["sign", "--contract", "pipe", "--json"], {
      cwd,
      env: { NUMIPAY_SIGNATURE_PASSWORD: password },
      stdin: body,
    });
    await writeFile(join(cwd, "pipe"), '{"headers":{"signature":"x-piped"}}');
    expect((await started).stdout).toContain('"header":"x-piped"');
  });

  it("may not be endless", async () => {
    const { exitCode, stderr } = await runNumipay(["sign", "/dev/zero"], {
      env: { NUMIPAY_SIGNATURE_PASSWORD: password },
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "Error: /dev/zero is larger than 64 MiB. Pass another file.\n",
    });
  });

  it("may not be a directory", async () => {
    const cwd = temporaryFolder();
    const env = { NUMIPAY_SIGNATURE_PASSWORD: password };
    const { stderr } = await runNumipay(["sign", "."], { env, cwd });
    expect(stderr).toBe("Error: Cannot access .: it is a directory.\n");
  });
});
