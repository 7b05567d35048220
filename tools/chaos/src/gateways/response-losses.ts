import type { ServerResponse } from "node:http";

/** The gateway's response to a request that it carried out. */
export interface Reply {
  status: number;
  type: string;
  text: string;
}

type LoseResponse = (response: ServerResponse, reply: Reply) => void;

/** The ways to lose the response to a request that arrived completely and was carried out. */
export const responseLosses: Record<string, LoseResponse> = {
  "reset before the response": ({ socket }) => socket?.resetAndDestroy(),
  "closed without a response": ({ socket }) => socket?.destroy(),
  // Closes only the gateway's half of the connection.
  "half-closed without a response": ({ socket }) => socket?.end(),
  "reset within the head": ({ socket }) =>
    socket?.write("HTTP/1.1 200 OK\r\ncontent-ty", () => socket.resetAndDestroy()),
  "reset within the body": (response, { text }) => cutBody(response, text, "resetAndDestroy"),
  "half-closed within the body": (response, { text }) => cutBody(response, text, "end"),
  "a response that is not HTTP": ({ socket }) => socket?.end("SSH-2.0-proxy\r\n"),
  "502 of a proxy": (response) => response.writeHead(502).end("<h1>Bad gateway</h1>"),
  "redirect after the post": (response) =>
    response.writeHead(303, { location: "https://elsewhere.test/" }).end(),
};

function cutBody(response: ServerResponse, text: string, how: "end" | "resetAndDestroy") {
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text) + 1,
  });
  response.write(text.slice(0, text.length / 2), () => response.socket?.[how]());
}
