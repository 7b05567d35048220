// Starts an example that is a webhook server, and sends it a genuine and a forged delivery.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

const path = "/webhooks/numipay";

/**
 * Undefined if the server, which reads `PORT`, responds to both as it should. Otherwise what went wrong.
 * @param {string} script
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, timeoutMs: number }} options
 * @returns {Promise<string | undefined>}
 */
export async function serveExample(script, { cwd, env, timeoutMs }) {
  const { signDelivery, exampleTransaction } = await import("@numipay/testing");
  const port = await findPort();
  const child = spawn(process.execPath, [script], {
    cwd,
    env: { ...env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => (output += chunk));
  }
  const exit = once(child, "exit");
  const post = async (signaturePassword) => {
    const delivery = signDelivery(exampleTransaction(), { signaturePassword });
    const signal = AbortSignal.timeout(timeoutMs);
    return (await fetch(`http://127.0.0.1:${port}${path}`, { ...delivery, signal })).status;
  };
  try {
    if (!(await isListening(port, child, timeoutMs))) {
      return `the example does not listen on PORT\n${output.trim()}`;
    }
    const genuine = await post(env.NUMIPAY_SIGNATURE_PASSWORD);
    const forged = await post("another-password-than-that-of-the-examples");
    if (genuine === 200 && forged === 401) return undefined;
    return `the example responds with ${genuine} to a genuine delivery and with ${forged} to a forged one\n${output.trim()}`;
  } catch (error) {
    return `the example does not respond: ${error.message}\n${output.trim()}`;
  } finally {
    child.kill("SIGKILL");
    await exit;
  }
}

async function findPort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

/** Servers listen on IPv4, IPv6 or both. False once the process has ended or the time is up. */
async function isListening(port, child, timeoutMs) {
  const deadline = performance.now() + timeoutMs;
  while (child.exitCode === null && performance.now() < deadline) {
    if (await canConnect(port)) return true;
    await wait(50);
  }
  return false;
}

function canConnect(port) {
  return new Promise((settle) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => settle(true)).on("error", () => settle(false));
    socket.on("connect", () => socket.destroy());
  });
}
