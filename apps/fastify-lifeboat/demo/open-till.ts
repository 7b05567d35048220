import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Starts the stall's till. It skips keys it already has, and can be switched to fail. */
export async function openTill() {
  const keys: string[] = [];
  let isDown = false;
  const server = createServer((request, response) => {
    const key = String(request.headers["idempotency-key"]);
    if (!isDown && !keys.includes(key)) keys.push(key);
    request.resume().once("end", () => response.writeHead(isDown ? 500 : 204).end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    keys,
    setDown(value: boolean) {
      isDown = value;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
