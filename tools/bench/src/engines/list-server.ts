// A gateway that only has a list of transactions: the same number on each day from 2020-01-01 on, created on request.
import { createServer } from "node:http";
import { serveForParent } from "measure";
import { toDayIndex } from "./list-days.js";

const [days = 0, transactionsPerDay = 0] = process.argv.slice(2).map(Number);

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
  const first = Math.max(0, toDayIndex(searchParams.get("from")));
  const last = Math.min(days - 1, toDayIndex(searchParams.get("to")));
  const items: string[] = [];
  for (let n = first * transactionsPerDay; n < (last + 1) * transactionsPerDay; n += 1) {
    items.push(toItem(n));
  }
  response.writeHead(200, { "content-type": "application/json" }).end(`[${items.join(",")}]`);
});
await serveForParent(server);

/** Written without JSON.stringify: both sides of the ratio wait for the list. */
function toItem(n: number): string {
  const id = String(n).padStart(15, "0");
  const status = n % 5 === 0 ? "rejected" : "successful";
  return `{"transaction_id":"${id}","user_id":"customer-${n % 20011}","tracking_id":"order-${n}","status":"${status}","currency":"EUR","amount":"${n % 500}.00","transaction_type":"deposit"}`;
}
