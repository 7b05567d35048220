import { describe, expect, it } from "vitest";
import { runBinary } from "../run-numipay.js";

const canary = "Canary+Password/7f3Qz.w";

describe("the command line", () => {
  it("shows its commands and ends with 0 when asked for help", async () => {
    const { exitCode, stdout, stderr } = await runBinary(["--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("sign [options] [file]");
    expect(stderr).toBe("");
  });

  it("shows its help on standard error and ends with 2 when nothing is asked", async () => {
    const { exitCode, stdout, stderr } = await runBinary([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("Usage: numipay");
  });

  it("names the nearest command for one that it does not know", async () => {
    const { exitCode, stderr } = await runBinary(["sgin"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("unknown command 'sgin'");
    expect(stderr).toContain("Did you mean sign?");
  });

  it.each([
    [["--password", canary], "NUMIPAY_SIGNATURE_PASSWORD"],
    [[`--password=${canary}`], "NUMIPAY_SIGNATURE_PASSWORD"],
    [[`--signature_password=${canary}`], "--password-file"],
    [[`--api-key=${canary}`], "NUMIPAY_API_KEY"],
    [[`--cvv=${canary}`], "--card-file"],
    [[`--card_number=${canary}`], "--card-file"],
    [[`--pasword=${canary}`], "unknown option '--pasword'"],
  ])("refuses a secret as an option without repeating it: %#", async (option, said) => {
    const { exitCode, stdout, stderr } = await runBinary(["sign", ...option, "--json"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
    expect(stdout + stderr).not.toContain(canary);
    expect(JSON.parse(stdout)).toHaveProperty("error.code", "usage");
  });
});
