// Serves the sample app that its argument names. For the test it also serves `/order`, which creates an order, and `/ledger`.
// Prints the webhook's URL, its signature password and the URL of these routes.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSample } from "./samples.js";

interface DemoModule {
  startWorld: (options: object) => Promise<unknown>;
}

const name = process.argv[2] ?? "";
const demo = new URL(`../../../../../apps/${name}/dist/demo/start-world.js`, import.meta.url);
const { startWorld } = (await import(demo.href)) as DemoModule;
const ignore = (): undefined => undefined;
const logger = { log: ignore, error: ignore, warn: ignore, debug: ignore, verbose: ignore };
const sample = createSample(name, await startWorld({ logger }));

const server = createServer((request, response) => {
  const read = request.url === "/order" ? sample.createOrder : sample.readLedger;
  void Promise.resolve(read()).then((body) => response.end(JSON.stringify(body)));
}).listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
const { webhook, password } = sample;
console.log(JSON.stringify({ webhook, password, control: `http://127.0.0.1:${port}` }));
