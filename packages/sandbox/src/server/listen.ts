import { getRequestListener, RequestError } from "@hono/node-server";
import { checkKnownOptions } from "@numipay/core/protocol";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { endOverHttp, type Handled } from "./end-response.js";
import { isLoopback } from "../gateway/is-loopback.js";
import { handleOddRequests, jsonHeaders, toBody } from "./odd-requests.js";
import { type OpenedTls, openTls } from "./tls/open-tls.js";
import { checkTls, type TlsOption } from "./tls/tls-options.js";

/** Where to listen. Defaults to 127.0.0.1 and a free port. */
export interface ListenOptions {
  readonly port?: number;
  readonly host?: string;
  /** Accepts requests from other machines with any host name. The keys are not secret, so never use it on a public network. */
  readonly allowRemote?: boolean;
  /**
   * Serves HTTPS, as the gateway does: `true` for a temporary certificate, `{ directory }` for one that is stored there,
   * `{ key, cert }` for your own. Certificates of the sandbox are for `localhost`, `127.0.0.1` and `::1`. Defaults to HTTP.
   */
  readonly tls?: TlsOption | false;
}

const optionNames = [
  "port",
  "host",
  "allowRemote",
  "tls",
] as const satisfies readonly (keyof ListenOptions)[];

/** A listening sandbox. */
export interface ListeningSandbox {
  /** Its origin, such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** The merchant portal, such as `http://127.0.0.1:4010/portal`. */
  readonly portalUrl: string;
  /** The CA certificate that a client must trust, as PEM, if the sandbox created one. */
  readonly ca: string | undefined;
  /** The path of that certificate, for `NODE_EXTRA_CA_CERTS`. With `tls: true` it is deleted when the server closes. */
  readonly caFile: string | undefined;
  /** Stops listening. The sandbox itself stays open. */
  close(): Promise<void>;
}

/**
 * Serves requests over HTTP or HTTPS.
 *
 * @throws RangeError for a host that other machines can reach, unless that is allowed; TypeError for an invalid key or
 *   certificate.
 */
export async function listen(
  handle: (request: Request, remoteAllowed: boolean) => Promise<Handled>,
  options: ListenOptions,
): Promise<ListeningSandbox> {
  checkKnownOptions(options, optionNames);
  const { port = 0, host = "127.0.0.1", allowRemote = false, tls } = options;
  checkTls(tls);
  if (!allowRemote && !isLoopback(host)) {
    throw new RangeError(
      `The sandbox only listens on loopback. Set allowRemote to listen on ${JSON.stringify(host)}.`,
    );
  }
  const opened = tls === undefined || tls === false ? undefined : await openTls(tls);
  try {
    const server = createServerOf(opened, (request) => handle(request, allowRemote));
    await bind(server, { port, host });
    const bound = server.address() as AddressInfo;
    const scheme = opened === undefined ? "http" : "https";
    const url = `${scheme}://${host.includes(":") ? `[${host}]` : host}:${bound.port}`;
    return {
      url,
      portalUrl: `${url}/portal`,
      ca: opened?.authority?.ca,
      caFile: opened?.authority?.caFile,
      async close() {
        await stop(server);
        await opened?.close();
      },
    };
  } catch (error) {
    await opened?.close();
    throw error;
  }
}

function createServerOf(
  tls: OpenedTls | undefined,
  handle: (request: Request) => Promise<Handled>,
): Server {
  const listener = getRequestListener(
    async (request, { outgoing }) => endOverHttp(await handle(request), outgoing),
    {
      // A sandbox in a test must not replace the global Request and Response of the program under test.
      overrideGlobalObjects: false,
      errorHandler: refuse,
    },
  );
  // The listener rejects a request without Host in JSON. Node's own check sends no body.
  const common = { requireHostHeader: false };
  const server =
    tls === undefined ? createServer(common) : createSecureServer({ ...common, ...pairOf(tls) });
  server.on("request", (incoming, outgoing) => {
    void listener(incoming, outgoing);
  });
  handleOddRequests(server);
  return server;
}

function pairOf({ key, cert }: OpenedTls): { key: Buffer; cert: Buffer } {
  return { key: Buffer.from(key as string), cert: Buffer.from(cert as string) };
}

function createSecureServer(options: Parameters<typeof createTlsServer>[0]): Server {
  try {
    return createTlsServer(options);
  } catch (error) {
    throw new TypeError(`tls: the key and the certificate cannot be used. ${String(error)}`, {
      cause: error,
    });
  }
}

function bind(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Idle keep-alive connections would otherwise keep the port for seconds.
    server.closeAllConnections();
  });
}

/** Responds to requests that never reach the app: an invalid URL, or a request while the sandbox closes. */
function refuse(error: unknown): Response {
  const isRequest = error instanceof RequestError;
  const message = isRequest
    ? `The request's address or Host header is invalid: ${error.message}`
    : "The sandbox is closed.";
  return new Response(toBody(message), { status: isRequest ? 400 : 503, headers: jsonHeaders });
}
