import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { join, dirname } from "node:path";
import { servingReceiver, signaturePassword } from "./delivery.mjs";

export async function smoke(load, require) {
  const { createReceiver } = await load("@numipay/core");
  const { exitCodes } = await load("@numipay/cli");
  assert.equal(exitCodes.success ?? 0, 0);
  const manifest = require("@numipay/cli/package.json");
  const program = join(dirname(require.resolve("@numipay/cli/package.json")), manifest.bin.numipay);
  assert.equal((await run(program, ["--version"])).trim(), manifest.version);

  const receiver = createReceiver({ signaturePassword, onOutcome: () => undefined });
  receiver.on("*", () => undefined);
  await servingReceiver(load, receiver, async (url) => {
    const scorecard = await run(program, ["doctor", `${url}/webhooks/numipay`]);
    assert.match(scorecard, /passed/);
  });
}

async function run(program, args) {
  const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
    env: { ...process.env, NUMIPAY_SIGNATURE_PASSWORD: signaturePassword },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  }
  const code = await new Promise((settle) => child.on("close", settle));
  assert.equal(code, 0, output);
  return output;
}
