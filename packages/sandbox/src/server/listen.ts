import { getRequestListener, RequestError } from "@hono/node-server";
import { checkKnownOptions } from "@numipay/core/protocol";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { endOverHttp, type Handled } from "./end-response.js";
import { isLoopback } from "./guard-host.js";
import { answerOddities, jsonHeaders, toBody } from "./odd-requests.js";
import { type OpenedTls, openTls } from "./tls/open-tls.js";
import { checkTls, type TlsOption } from "./tls/tls-options.js";

/** Where to listen: 127.0.0.1 and any free port, unless said otherwise. */
export interface ListenOptions {
  readonly port?: number;
  readonly host?: string;
  /** Opens the sandbox to other machines, and answers to any host name. Its keys are no secrets: never on a public network. */
  readonly allowRemote?: boolean;
  /**
   * Speaks HTTPS, as the gateway does: `true` for a certificate of this run, `{ directory }` for one that is kept there,
   * `{ key, cert }` for your own. One that the sandbox makes is for `localhost`, `127.0.0.1` and `::1`. Defaults to HTTP.
   */
  readonly tls?: TlsOption | false;
}

const optionNames = [
  "port",
  "host",
  "allowRemote",
  "tls",
] as const satisfies readonly (keyof ListenOptions)[];

/** A sandbox that listens. */
export interface ListeningSandbox {
  /** Its origin, such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** The certificate that a client must trust, as PEM, if the sandbox made one. */
  readonly ca: string | undefined;
  /** The file that has it, for `NODE_EXTRA_CA_CERTS`. With `tls: true` it is removed when the server closes. */
  readonly caFile: string | undefined;
  /** Stops listening; the sandbox itself lives on. */
  close(): Promise<void>;
}

/**
 * Serves requests over HTTP or HTTPS.
 *
 * @throws RangeError for a host that other machines can reach, unless that is allowed; TypeError for a key or certificate
 *   that is none
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
      `The sandbox listens on loopback only; ${JSON.stringify(host)} needs { allowRemote: true }`,
    );
  }
  const opened = tls === undefined || tls === false ? undefined : await openTls(tls);
  try {
    const server = createServerOf(opened, (request) => handle(request, allowRemote));
    await bind(server, { port, host });
    const bound = server.address() as AddressInfo;
    const scheme = opened === undefined ? "http" : "https";
    return {
      url: `${scheme}://${host.includes(":") ? `[${host}]` : host}:${bound.port}`,
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
      // A sandbox in a test must not swap the global Request and Response of the program under test.
      overrideGlobalObjects: false,
      errorHandler: refuse,
    },
  );
  // The listener refuses a request without a Host in JSON; Node's own check has no body.
  const common = { requireHostHeader: false };
  const server =
    tls === undefined ? createServer(common) : createSecureServer({ ...common, ...pairOf(tls) });
  server.on("request", (incoming, outgoing) => {
    void listener(incoming, outgoing);
  });
  answerOddities(server);
  return server;
}

function pairOf({ key, cert }: OpenedTls): { key: Buffer; cert: Buffer } {
  return { key: Buffer.from(key as string), cert: Buffer.from(cert as string) };
}

function createSecureServer(options: Parameters<typeof createTlsServer>[0]): Server {
  try {
    return createTlsServer(options);
  } catch (error) {
    throw new TypeError(`tls: the key and the certificate cannot be used: ${String(error)}`, {
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
    // Idle keep-alive connections would otherwise hold the port for seconds.
    server.closeAllConnections();
  });
}

/** What never reaches the app: an address that is none, or a request that comes while the sandbox closes. */
function refuse(error: unknown): Response {
  const isRequest = error instanceof RequestError;
  const message = isRequest
    ? `The request's address or Host header is invalid: ${error.message}`
    : "The sandbox is closed";
  return new Response(toBody(message), { status: isRequest ? 400 : 503, headers: jsonHeaders });
}
