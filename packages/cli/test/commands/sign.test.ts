import { vectorBody, vectors } from "@numipay/testing";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runBinary, runNumipay } from "../run-numipay.js";
import { temporaryFolder } from "../temporary-folder.js";

const documented = vectors.find(({ id }) => id === "documented-example");
const password = documented?.passwords[0] ?? "";
const body = documented === undefined ? "" : Buffer.from(vectorBody(documented)).toString();
const signature = documented?.headers["x-signature"] ?? "";
const env = { NUMIPAY_SIGNATURE_PASSWORD: password };

describe("numipay sign", () => {
  it("signs the documented example", async () => {
    const { exitCode, stdout } = await runBinary(["sign"], { env, stdin: body });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${signature}\n` });
  });

  it("signs compact JSON, or the bytes with --raw", async () => {
    const stdin = JSON.stringify(JSON.parse(body), null, 2);
    const compact = await runNumipay(["sign", "-", "--json"], { env, stdin });
    expect(JSON.parse(compact.stdout)).toEqual({
      header: "x-signature",
      signature,
      signed: body,
    });
    const raw = await runNumipay(["sign", "--raw"], { env, stdin });
    expect(raw.stdout).toMatch(/^[0-9A-F]{40}\n$/);
    expect(raw.stdout).not.toContain(signature);
  });

  it("reads the password from a file's first line", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "password"), `${password}\n`);
    const run = { cwd: folder, stdin: body };
    const { stdout } = await runNumipay(["sign", "--password-file", "password"], run);
    expect(stdout).toBe(`${signature}\n`);
  });

  it("reads the password from standard input", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "payload.json"), body);
    const run = { cwd: folder, stdin: password };
    const { stdout } = await runBinary(["sign", "payload.json", "--password-file", "-"], run);
    expect(stdout).toBe(`${signature}\n`);
  });

  it("reads standard input only once", async () => {
    const { exitCode, stdout, stderr } = await runNumipay(["sign", "--password-file", "-"], {
      stdin: password,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toBe(
      "Error: Standard input can only be read once. Pass one of the two as a file.\n",
    );
  });

  it("names the variable of a missing password", async () => {
    const { exitCode, stderr } = await runNumipay(["sign"], { stdin: body });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Set NUMIPAY_SIGNATURE_PASSWORD");
  });

  it("does not quote input that is not JSON", async () => {
    const { exitCode, stdout, stderr } = await runNumipay(["sign"], {
      env,
      stdin: "s3cret-of-another-file",
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("not JSON");
    expect(stdout + stderr).not.toContain("s3cret");
  });

  it("reports a missing file without a stack trace", async () => {
    const { exitCode, stderr } = await runNumipay(["sign", "none.json"], { env });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "Error: Cannot access none.json: no such file or directory.\n",
    });
  });
});
