// A gateway that accepts every request and counts them.
import { createServer } from "node:http";
import { serveForParent } from "measure";

const response = JSON.stringify({ url: "https://cashier.example/payouts/a1b2c3d4e5f6" });
let received = 0;

const server = createServer((request, reply) => {
  request.resume().on("end", () => {
    received += 1;
    reply.writeHead(200, { "content-type": "application/json" }).end(response);
  });
});
await serveForParent(server, () => ({ received }));
