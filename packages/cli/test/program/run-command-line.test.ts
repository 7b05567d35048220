import { describe, expect, it } from "vitest";
import { runBinary } from "../run-numipay.js";

const canary = "Canary+Password/7f3Qz.w";

describe("the command line", () => {
  it("lists its commands with --help", async () => {
    const { exitCode, stdout, stderr } = await runBinary(["--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("sign [file]");
    expect(stderr).toBe("");
  });

  it("prints its help to standard error without arguments", async () => {
    const { exitCode, stdout, stderr } = await runBinary([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("Usage: numipay");
  });

  it("suggests a command for an unknown one", async () => {
    const { exitCode, stderr } = await runBinary(["sgin"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Unknown command 'sgin'. Did you mean sign?\n");
  });

  it.each([
    [["--password", canary], "NUMIPAY_SIGNATURE_PASSWORD"],
    [[`--password=${canary}`], "NUMIPAY_SIGNATURE_PASSWORD"],
    [[`--signature_password=${canary}`], "--password-file"],
    [[`--api-key=${canary}`], "NUMIPAY_API_KEY"],
    [[`--cvv=${canary}`], "--card-file"],
    [[`--card_number=${canary}`], "--card-file"],
    [[`--pasword=${canary}`], "Unknown option '--pasword'."],
  ])("rejects a secret without repeating it (%#)", async (option, message) => {
    const { exitCode, stdout, stderr } = await runBinary(["sign", ...option, "--json"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout + stderr).not.toContain(canary);
    expect(JSON.parse(stdout)).toHaveProperty("error.code", "usage");
  });
});
