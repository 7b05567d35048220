import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect, createServer as createTcpServer, type AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { serve, serveReceiver, serveText } from "../serve.js";
import { post, startForward } from "../start-forward.js";

/** The rows that `--json` has printed. */
const rowsOf = ({ lines }: { lines: string[] }) =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>);

/** The headers of the receiver, without those of the connection. */
const withoutConnection = (rawHeaders: string[]) =>
  rawHeaders.filter((_, at) => !/^connection$/i.test(rawHeaders[at - (at % 2)] ?? ""));

/** A promise and its resolver. Node 20 has no Promise.withResolvers. */
function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((done) => (resolve = done));
  return { promise, resolve };
}

/** Sends exactly this text, and returns everything that comes until the connection closes. */
async function sendText(url: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let received = "";
  socket.on("data", (chunk) => (received += chunk.toString("latin1"))).write(text, "latin1");
  await once(socket, "close");
  return received;
}

describe("the response that forward relays", () => {
  it("keeps the encoding and the compressed bytes", async () => {
    const compressed = gzipSync('{"ok":true}');
    const to = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip", "content-length": compressed.length });
      response.end(compressed);
    });
    const { url } = await startForward(to);
    const { bytes, rawHeaders } = await post(url, ["Accept-Encoding", "gzip"], "{}");
    expect(bytes.equals(compressed)).toBe(true);
    expect(rawHeaders.join()).toContain(
      `content-encoding,gzip,content-length,${compressed.length}`,
    );
  });

  it("keeps duplicates, order and case of headers", async () => {
    const headers = ["Set-Cookie", "a=1", "X-Odd", "caf\u00e9", "set-cookie", "b=2"];
    const lines = headers.map((name, at) => (at % 2 === 0 ? `${name}: ` : `${name}\r\n`)).join("");
    const hop = "Connection: X-Hop, close\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n";
    const { url } = await startForward(
      await serveText(`HTTP/1.1 200 OK\r\n${lines}${hop}Content-Length: 0\r\n\r\n`),
    );
    const { rawHeaders } = await post(url, [], "{}");
    expect(withoutConnection(rawHeaders)).toEqual([...headers, "Content-Length", "0"]);
  });

  it.each([
    ["200 \r\nContent-Length: 0", 200, ""],
    ["299 Almost\r\nContent-Length: 0", 299, "Almost"],
    ["599 \r\nContent-Length: 0", 599, ""],
    ["999 Odd\r\nContent-Length: 0", 999, "Odd"],
    ["304 Not Modified\r\nContent-Length: 9", 304, "Not Modified"],
    ["204 No Content\r\nContent-Length: 3", 204, "No Content"],
    ["200 \u001b[31mred\r\nContent-Length: 0", 200, "OK"],
  ])("keeps the status line %j", async (head, status, reason) => {
    const forward = await startForward(await serveText(`HTTP/1.1 ${head}\r\n\r\n`), {}, "--json");
    expect(await post(forward.url, [], "{}")).toMatchObject({ status, reason, body: "" });
    await expect.poll(() => rowsOf(forward)).toMatchObject([{ status }]);
  });

  it("keeps a redirect and does not follow it", async () => {
    const target = await serveReceiver();
    const to = await serve((_request, response) =>
      response.writeHead(308, { location: `${target.url}?token=1` }).end(),
    );
    const forward = await startForward(to, {}, "--json");
    const { status, rawHeaders } = await post(forward.url, [], "{}");
    expect({ status, location: rawHeaders[1] }).toEqual({
      status: 308,
      location: `${target.url}?token=1`,
    });
    await expect.poll(() => rowsOf(forward)).toMatchObject([{ location: target.url }]);
    expect(target.seen).toEqual([]);
  });

  it("keeps early hints and a body to the end of the connection", async () => {
    const server = createTcpServer((socket) => {
      socket
        .on("error", () => undefined)
        .once("data", () => {
          socket.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
          socket.end("all of it");
        });
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { url } = await startForward(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    );
    const text = await sendText(url, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}");
    expect(text).toMatch(/^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a>\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    expect(text).toContain("all of it");
  });

  it("is streamed if it is large", async () => {
    const size = 50_000_000;
    const to = await serve((_request, response) => response.end(Buffer.alloc(size, 97)));
    const { url } = await startForward(to);
    const outgoing = request(url, { method: "POST" }).end("{}");
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    let received = 0;
    for await (const chunk of response) received += (chunk as Buffer).length;
    expect(received).toBe(size);
  });
});

describe("the request that forward relays", () => {
  it("keeps the method, and a HEAD has no body", async () => {
    const { url: to, seen } = await serveReceiver(() => ({ status: 200, body: "four" }));
    const { url } = await startForward(to);
    for (const method of ["GET", "HEAD", "PUT"]) {
      const [response] = (await once(request(url, { method }).end(), "response")) as [
        IncomingMessage,
      ];
      response.resume();
      await once(response, "end");
    }
    expect(seen.map(({ method }) => method)).toEqual(["GET", "HEAD", "PUT"]);
    expect(seen[0]?.headers).not.toHaveProperty("transfer-encoding");
  });

  it("keeps the framing and drops headers of the connection", async () => {
    const { url: to, seen } = await serveReceiver();
    const { url } = await startForward(to);
    const head = "POST / HTTP/1.1\r\nHost: h\r\nX-Hop: 1\r\nConnection: x-hop\r\nTE: trailers\r\n";
    await sendText(
      url,
      `${head}Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    );
    expect(seen[0]?.body.toString()).toBe("{}");
    expect(seen[0]?.headers).toEqual({
      host: new URL(to).host,
      "transfer-encoding": "chunked",
      connection: "close",
    });
  });

  it("gets the response of a receiver that does not read it", async () => {
    const to = await serve((_request, response) =>
      response.writeHead(413, { connection: "close" }).end("too large"),
    );
    const forward = await startForward(to, {}, "--json");
    const body = Buffer.alloc(20_000_000);
    expect(await post(forward.url, [], body)).toMatchObject({ status: 413, body: "too large" });
    await expect.poll(() => rowsOf(forward)).toMatchObject([{ status: 413, error: null }]);
  });

  it("is aborted with its sender", async () => {
    const entered = deferred<IncomingMessage>();
    const to = await serve((incoming) => entered.resolve(incoming));
    const forward = await startForward(to, {}, "--json");
    const outgoing = request(forward.url, { method: "POST" }).on("error", () => undefined);
    outgoing.end("{}");
    const incoming = await entered.promise;
    const closed = once(incoming.socket, "close");
    outgoing.destroy();
    await closed;
    const error = "the sender disconnected";
    await expect.poll(() => rowsOf(forward)).toMatchObject([{ status: null, error }]);
  });
});

describe("a receiver that forward cannot use", () => {
  it.each([
    ["HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", "the receiver closed the connection"],
    ["\u0015\u0003\u0001\u0000\u0002\u0002F", "must start with https://"],
  ])("becomes a 502 with the reason after %j", async (text, reason) => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => undefined).once("data", () => socket.end(text, "latin1"));
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const forward = await startForward(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    );
    const { status, body } = await post(forward.url, [], "{}");
    expect({ status, body }).toEqual({ status: 502, body: expect.stringContaining(reason) });
    await expect.poll(() => forward.lines[1]).toContain(reason);
  });

  it("becomes a 504 after a timeout", async () => {
    const forward = await startForward(await serve(() => undefined), {}, "--timeout", "0.3");
    expect(await post(forward.url, [], "{}")).toMatchObject({ status: 504 });
    await expect.poll(() => forward.lines[1]).toContain("no response: timed out");
  });

  it("becomes a 502 on Ctrl-C", async () => {
    const entered = deferred<void>();
    const forward = await startForward(await serve(() => entered.resolve()));
    const response = post(forward.url, [], "{}");
    await entered.promise;
    forward.child.kill("SIGINT");
    expect(await response).toMatchObject({ status: 502 });
    expect(await once(forward.child, "close")).toEqual([0, null]);
  });

  it("does not break the next delivery on the same connection", async () => {
    let count = 0;
    const to = await serve((incoming, response) => {
      count += 1;
      if (count === 2) incoming.socket.resetAndDestroy();
      else response.end("ok");
    });
    const { url } = await startForward(to);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const statuses: unknown[] = [];
    for (let number = 1; number <= 3; number += 1) {
      const outgoing = request(url, { method: "POST", agent }).end("{}");
      const [response] = (await once(outgoing, "response")) as [IncomingMessage];
      statuses.push(response.resume().statusCode);
      await once(response, "end");
    }
    expect(statuses).toEqual([200, 502, 200]);
  });
});
