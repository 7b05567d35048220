import { type AddressInfo, createServer, type Socket } from "node:net";

const escape = "\u001b[31m\u009b2J\u202e<zz9>";
const toLatin1 = (text: string) => Buffer.from(text).toString("latin1");
const ok = (body: string, type = "application/json") => {
  const bytes = toLatin1(body);
  return `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\nConnection: close\r\n\r\n${bytes}`;
};
const transaction = {
  transaction_id: `t${escape}`,
  user_id: `u${escape}\n`,
  tracking_id: `o${escape}\r`,
  status: "successful",
  currency: "EUR",
  amount: "1.00",
  transaction_type: "deposit",
};

const controls = ok(
  JSON.stringify({
    url: `https://h/${escape}`,
    transaction_status: `x${escape}\n`,
    message: escape,
  }),
);

/** The responses by the first segment of the path, in Latin-1: each character is one byte. */
const responses: Record<string, string> = {
  controls,
  list: ok(JSON.stringify([transaction, { ...transaction, status: escape, amount: "1e999" }])),
  refuses: ok(JSON.stringify({ message: escape, field: `amount${escape}` })).replace(
    "200 OK",
    "422 No",
  ),
  fails: ok(JSON.stringify({ message: escape })).replace("200 OK", "503 Busy\r\nRetry-After: -1"),
  html: ok(`<h1>${escape}</h1>`, "text/html"),
  empty: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
  deep: ok("[".repeat(50_000)),
  binary: `HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\xff\xfe\x00\x1b`,
  cut: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
  moved: "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\u001b\r\nContent-Length: 0\r\n\r\n",
  switches: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
  zero: "HTTP/1.1 000 Zero\r\nContent-Length: 0\r\n\r\n",
  odd: `HTTP/1.1 999 ${escape.slice(0, 4)}\r\nContent-Length: 0\r\n\r\n`,
  smtp: "220 mail.test ESMTP\r\n",
};

type Behaviour = (socket: Socket, request: string) => void;

/** Behaviours other than a fixed response. */
const behaviours: Record<string, Behaviour> = {
  reset: (socket) => void socket.resetAndDestroy(),
  hangs: () => undefined,
  echo: (socket, request) =>
    void socket.end(ok(escape + request.slice(0, 2000), "text/plain"), "latin1"),
};

/** The first segments of the server's paths. */
export const hostilePaths = [...Object.keys(responses), ...Object.keys(behaviours)];

export interface HostileServer {
  url: string;
  close: () => Promise<void>;
}

/** Starts a server on loopback with only hostile responses. */
export async function startHostileServer(): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    socket.once("data", (chunk) => respond(socket, chunk.toString("latin1")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function respond(socket: Socket, request: string) {
  const name = /^\S+ \/(\w*)/.exec(request)?.[1] ?? "";
  if (Object.hasOwn(behaviours, name)) {
    behaviours[name]?.(socket, request);
    return;
  }
  const response = Object.hasOwn(responses, name) ? responses[name] : undefined;
  socket.write(response ?? controls, "latin1");
  // A switched protocol stays open; any other response ends, even one that promised more.
  if (name !== "switches") socket.end();
}
