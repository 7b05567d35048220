import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

const escape = "\u001b[31m\u009b2J\u202e<zz9>";
const latin = (text) => Buffer.from(text).toString("latin1");
const ok = (body, type = "application/json") =>
  `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${latin(body).length}\r\nConnection: close\r\n\r\n${latin(body)}`;
const transaction = {
  transaction_id: `t${escape}`,
  user_id: `u${escape}\n`,
  tracking_id: `o${escape}\r`,
  status: "successful",
  currency: "EUR",
  amount: "1.00",
  transaction_type: "deposit",
};

/** What it answers, by the first part of the path. Latin-1: each character is one byte. */
const answers = {
  controls: ok(
    JSON.stringify({
      url: `https://h/${escape}`,
      transaction_status: `x${escape}\n`,
      message: escape,
    }),
  ),
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

/** Behaviours that are no text. */
const acts = {
  reset: (socket) => socket.resetAndDestroy(),
  hangs: () => undefined,
  echo: (socket, request) =>
    socket.end(ok(escape + request.slice(0, 2000), "text/plain"), "latin1"),
};

/** The names of its paths. */
export const hostilePaths = [...Object.keys(answers), ...Object.keys(acts)];

/** A server on loopback whose every answer is an attack. */
export async function startHostileServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    socket.once("data", (chunk) => {
      const request = chunk.toString("latin1");
      const name = /^\S+ \/(\w*)/.exec(request)?.[1] ?? "";
      if (Object.hasOwn(acts, name)) acts[name](socket, request);
      else {
        socket.write(answers[name] ?? answers.controls, "latin1");
        // What promises more than it sends ends early, or hangs like a switched protocol.
        if (name !== "switches") socket.end();
      }
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
