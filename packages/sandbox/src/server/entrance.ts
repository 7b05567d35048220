import type { Hono } from "hono";
import type { AppBindings, AppEnv } from "../api/gateway-context.js";
import { endInProcess, type Handled } from "./end-response.js";
import { toForwardedRequest } from "./forwarded-request.js";
import { listen, type ListeningSandbox, type ListenOptions } from "./listen.js";

/** Access to a sandbox, in process and over its ports. */
export interface Entrance {
  /** `http://localhost` in process, or the origin of the last server after `listen`. */
  baseUrl(): string;
  readonly fetch: typeof fetch;
  listen(options: ListenOptions): Promise<ListeningSandbox>;
  /** Stops all servers. */
  close(): Promise<void>;
}

/** What the entrance needs. */
export interface EntrancePorts {
  readonly app: Hono<AppEnv>;
  readonly closed: AbortSignal;
  readonly assertOpen: () => void;
  readonly afterRequest: () => void;
}

/** Creates the access to an app. */
export function createEntrance(ports: EntrancePorts): Entrance {
  const servers = new Set<ListeningSandbox>();
  let baseUrl = "http://localhost";

  const handle = async (request: Request, remoteAllowed: boolean): Promise<Handled> => {
    ports.assertOpen();
    const bindings: AppBindings = { remoteAllowed };
    const response = await ports.app.fetch(toForwardedRequest(request), bindings);
    ports.afterRequest();
    return { response, ending: bindings.ending };
  };

  return {
    baseUrl: () => baseUrl,
    async fetch(input, init) {
      const request = new Request(
        typeof input === "string" && input.startsWith("/") ? new URL(input, baseUrl) : input,
        init,
      );
      request.signal.throwIfAborted();
      const handled = await handle(request, false);
      return endInProcess(handled, request, ports.closed);
    },
    async listen(options) {
      ports.assertOpen();
      const server = await listen(handle, options);
      servers.add(server);
      baseUrl = server.url;
      return server;
    },
    async close() {
      await Promise.all([...servers].map((server) => server.close()));
    },
  };
}
