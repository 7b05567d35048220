// `next start`. Its address is in its output, which is passed on.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { print } from "play";

const next = ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", "0"];
const { stdout } = spawn(process.execPath, next, { stdio: ["ignore", "pipe", "inherit"] });

for await (const line of createInterface(stdout)) {
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
  if (!line.includes("Local:") || url === undefined) {
    console.log(line);
    continue;
  }
  const webhook = (path) => ({ webhooks: { "": `${url}${path}` } });
  // Its bytes are captured, but for the request that loads its module.
  print({ setup: "API route", ...webhook("/api/parsed") });
  print({ setup: "API route without bodyParser", ...webhook("/api/unparsed") });
  const health = `${url}/health`;
  print({
    setup: "route handler",
    ...webhook("/webhooks/numipay"),
    health,
    consumed: `${url}/consumed`,
    client: `${url}/shop/`,
  });
  print({ ready: true });
}
