import type { Server } from "node:http";

/** The headers of responses outside of the app. */
export const jsonHeaders = {
  "content-type": "application/json",
  "x-content-type-options": "nosniff",
};

/** The body of an error response. */
export function toBody(message: string): string {
  return JSON.stringify({ message });
}

/** Responds to requests that Node does not pass on: an unknown expectation, and CONNECT. */
export function handleOddRequests(server: Server): void {
  server.on("checkExpectation", (_, response) => {
    response
      .writeHead(417, jsonHeaders)
      .end(toBody("The sandbox only supports Expect: 100-continue."));
  });
  server.on("connect", (_, socket) => {
    // Node no longer handles this socket, and an unhandled error would end the process.
    socket.on("error", () => undefined);
    const body = toBody("The sandbox is not a proxy.");
    const headers = { ...jsonHeaders, "content-length": body.length, connection: "close" };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 405 Method Not Allowed\r\n${head.join("")}\r\n${body}`);
  });
}
