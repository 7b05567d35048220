import type { Server } from "node:http";

/** The headers of what is answered outside of the app. */
export const jsonHeaders = {
  "content-type": "application/json",
  "x-content-type-options": "nosniff",
};

/** The body of a refusal. */
export function toBody(message: string): string {
  return JSON.stringify({ message });
}

/** Answers what HTTP allows and Node hands to nobody: an unknown expectation, and a proxy's CONNECT. */
export function answerOddities(server: Server): void {
  server.on("checkExpectation", (_, response) => {
    response
      .writeHead(417, jsonHeaders)
      .end(toBody("The sandbox knows Expect: 100-continue alone"));
  });
  server.on("connect", (_, socket) => {
    // Node no longer watches this socket, and an unhandled error would end the process.
    socket.on("error", () => undefined);
    const body = toBody("The sandbox is no proxy");
    const headers = { ...jsonHeaders, "content-length": body.length, connection: "close" };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 405 Method Not Allowed\r\n${head.join("")}\r\n${body}`);
  });
}
