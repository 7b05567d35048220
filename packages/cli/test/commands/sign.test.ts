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
  it("makes the signature of the gateway's worked example", async () => {
    const { exitCode, stdout } = await runBinary(["sign"], { env, stdin: body });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${signature}\n` });
  });

  it("signs the compact text of an indented payload, and its bytes with --raw", async () => {
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

  it("takes the password from a file's first line, and its newline as the file's", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "password"), `${password}\n`);
    const run = { cwd: folder, stdin: body };
    const { stdout } = await runNumipay(["sign", "--password-file", "password"], run);
    expect(stdout).toBe(`${signature}\n`);
  });

  it("reads the password from standard input, and the payload from a file", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "payload.json"), body);
    const run = { cwd: folder, stdin: password };
    const { stdout } = await runBinary(["sign", "payload.json", "--password-file", "-"], run);
    expect(stdout).toBe(`${signature}\n`);
  });

  it("refuses to read both the password and the payload from standard input", async () => {
    const { exitCode, stdout, stderr } = await runNumipay(["sign", "--password-file", "-"], {
      stdin: password,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toBe("Standard input can be read once: give one of the two as a file.\n");
  });

  it("says what to set where there is no password", async () => {
    const { exitCode, stderr } = await runNumipay(["sign"], { stdin: body });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("set NUMIPAY_SIGNATURE_PASSWORD");
  });

  it("does not quote what is no JSON: the file may be a secret's", async () => {
    const { exitCode, stdout, stderr } = await runNumipay(["sign"], {
      env,
      stdin: "s3cret-of-another-file",
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("no JSON");
    expect(stdout + stderr).not.toContain("s3cret");
  });

  it("names a file that is not there, without a stack", async () => {
    const { exitCode, stderr } = await runNumipay(["sign", "none.json"], { env });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "none.json: there is no such file.\n",
    });
  });
});
