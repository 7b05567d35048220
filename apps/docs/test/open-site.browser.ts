import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { serveSite } from "../src/server/serve-site.js";
import { folders } from "../src/site-folders.js";

/** Serves the built site on a free port. Throws if it is not built. */
export async function openSite() {
  if (!existsSync(folders.output)) {
    throw new Error("The site is not built. Run `npm test -- site`, which builds it first.");
  }
  const server = await serveSite(folders.output, 0);
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => void server.close(),
  };
}
