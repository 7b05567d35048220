// Starts Prism as a proxy that validates what passes. It must be on PATH: `npx -p @stoplight/prism-cli` puts it there.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { root } from "../run-program.mjs";

const contract = join(root, "packages/core/contract/openapi.yaml");
const startsWithinMs = 60_000;

/**
 * Resolves once Prism listens. Each response that passes carries what is wrong with it, or with its request, in the
 * header sl-violations.
 * @param {string} upstream the origin that requests go to
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function startPrism(upstream) {
  const port = await findFreePort();
  const args = [findPrism(), "proxy", contract, upstream, "--host", "127.0.0.1"];
  // Started by Node itself and not by a shell, so that ending this process ends Prism.
  const prism = spawn(process.execPath, [...args, "--port", String(port)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => prism.once("exit", resolve));
  const close = async () => {
    prism.kill();
    await ended;
  };
  await new Promise((resolve, reject) => {
    let output = "";
    const fail = (reason) => reject(new Error(`Prism did not start: ${reason}\n${output}`));
    const timer = setTimeout(() => fail(`nothing for ${startsWithinMs} ms`), startsWithinMs);
    const read = (chunk) => {
      output += chunk;
      if (output.includes("Prism is listening")) resolve(clearTimeout(timer));
    };
    prism.stdout.setEncoding("utf8").on("data", read);
    prism.stderr.setEncoding("utf8").on("data", read);
    prism.once("exit", (code) => fail(`it ended with ${code}`));
  }).catch(async (error) => {
    await close();
    throw error;
  });
  return { url: `http://127.0.0.1:${port}`, close };
}

function findPrism() {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const home = join(folder, "..", "@stoplight", "prism-cli");
    const manifest = join(home, "package.json");
    if (existsSync(manifest))
      return join(home, JSON.parse(readFileSync(manifest, "utf8")).bin.prism);
  }
  throw new Error("Prism is not on PATH. Start this with: npm run contract");
}

/** Prism takes no port 0. */
function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
