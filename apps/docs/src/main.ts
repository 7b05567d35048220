// Builds the site. Then serves it on this machine, unless the argument is `--build`. With `--record`, only records the timeline again.
import type { AddressInfo } from "node:net";
import { buildSite } from "./build-site.js";
import { serveSite } from "./server/serve-site.js";
import { folders } from "./site-folders.js";

if (process.argv.includes("--record")) {
  // The site does not need the packages that the recording plays.
  const { writeRecording } = await import("./timeline/write-recording.js");
  await writeRecording();
} else {
  await buildSite();
  if (!process.argv.includes("--build")) {
    const server = await serveSite(folders.output, Number(process.env["PORT"] ?? 4173));
    const { port } = server.address() as AddressInfo;
    console.log(`The documentation is at http://127.0.0.1:${port}. Press Ctrl-C to stop.`);
  }
}
