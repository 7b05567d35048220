// Builds the site. Then serves it on this machine, unless there is `--build`. With `--record`, only records the timeline again.
import type { AddressInfo } from "node:net";
import { buildSite } from "./build-site.js";
import { readOptions, type DocsOptions } from "./read-options.js";
import { serveSite } from "./server/serve-site.js";
import { folders } from "./site-folders.js";

async function run({ build, record, port }: DocsOptions): Promise<void> {
  if (record) {
    // The site does not need the packages that the recording plays.
    const { writeRecording } = await import("./timeline/write-recording.js");
    return writeRecording();
  }
  await buildSite();
  if (build) return;
  const server = await serveSite(folders.output, port);
  const { port: used } = server.address() as AddressInfo;
  console.log(`The documentation is at http://127.0.0.1:${used}. Press Ctrl-C to stop.`);
}

function fail(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  const isTaken = code === "EADDRINUSE";
  console.error(`docs: ${isTaken ? "The port is in use. Pass another one with --port." : message}`);
  return process.exit(2);
}

try {
  await run(readOptions(process.argv.slice(2), process.env));
} catch (error) {
  fail(error);
}
