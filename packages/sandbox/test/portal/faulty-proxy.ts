import { createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A server between browser and sandbox whose faults the test controls, until the test ends. */
export interface FaultyProxy {
  readonly origin: string;
  /** Responds to pages with this status, or never. Undefined passes them on. */
  failPages(how: number | "never" | undefined): void;
  /** Keeps all connections open and sends nothing more. */
  hang(): void;
  /** Lets browsers keep pages for Back and Forward, as those do that ignore `no-store`. */
  allowPageCache(): void;
  /** Passes on what waits, and everything after. */
  resume(): void;
}

/** Starts a proxy in front of a sandbox. */
export async function startFaultyProxy(sandboxUrl: string): Promise<FaultyProxy> {
  let failure: number | "never" | undefined;
  let isHanging = false;
  let isCacheAllowed = false;
  const waiting: (() => void)[] = [];
  const pass = (action: () => void): void => {
    if (isHanging) waiting.push(action);
    else action();
  };
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "/";
    const isPage = !/^\/portal\/(?:assets|changes)/.test(path);
    const status = isPage ? failure : undefined;
    if (status === "never") return;
    if (status !== undefined) {
      outgoing.writeHead(status, { "content-type": "application/json" }).end("{}");
      return;
    }
    pass(() => {
      const headers = { ...incoming.headers, host: new URL(sandboxUrl).host };
      const forwarded = request(
        new URL(path, sandboxUrl),
        { method: "GET", headers },
        (response) => {
          const changed = isCacheAllowed && isPage ? { "cache-control": "no-cache" } : {};
          outgoing.writeHead(response.statusCode ?? 502, { ...response.headers, ...changed });
          outgoing.flushHeaders();
          response.on("data", (chunk) => pass(() => void outgoing.write(chunk)));
          response.on("end", () => pass(() => outgoing.end()));
        },
      );
      endTogether(outgoing, forwarded);
      forwarded.end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failPages(how) {
      failure = how;
    },
    hang() {
      isHanging = true;
    },
    allowPageCache() {
      isCacheAllowed = true;
    },
    resume() {
      isHanging = false;
      for (const action of waiting.splice(0)) action();
    },
  };
}

function endTogether(outgoing: ServerResponse, forwarded: ReturnType<typeof request>): void {
  outgoing.on("close", () => forwarded.destroy());
  forwarded.on("error", () => outgoing.destroy());
}
