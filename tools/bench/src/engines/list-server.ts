// @ts-check
// A gateway that has nothing but a list, in a process of its own: so many transactions on each day from 2020-01-01 on,
// made out of their number when they are asked for. Ends when the parent does.
import { once } from "node:events";
import { createServer } from "node:http";
import { firstDay } from "./list-days.js";

const dayMs = 86_400_000;
const [days = 0, transactionsADay = 0] = process.argv.slice(2).map(Number);

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
  const first = Math.max(0, toDayIndex(searchParams.get("from")));
  const last = Math.min(days - 1, toDayIndex(searchParams.get("to")));
  const items = [];
  for (let n = first * transactionsADay; n < (last + 1) * transactionsADay; n += 1) {
    items.push(toItem(n));
  }
  response.writeHead(200, { "content-type": "application/json" }).end(`[${items.join(",")}]`);
}).listen(0, "127.0.0.1");
await once(server, "listening");
const address = server.address();
process.on("disconnect", () => process.exit(0));
process.send?.({ port: typeof address === "object" ? address?.port : undefined });

/** Days since the first one, of a day as the gateway writes it. */
function toDayIndex(day: string | null) {
  const [date, month, year] = (day ?? "").split("-");
  return (Date.parse(`${year}-${month}-${date}`) - Date.parse(firstDay)) / dayMs;
}

/** By hand: what the list costs to make is waited for by both sides of the ratio. */
function toItem(n: number) {
  const id = String(n).padStart(15, "0");
  const status = n % 5 === 0 ? "rejected" : "successful";
  return `{"transaction_id":"${id}","user_id":"customer-${n % 20011}","tracking_id":"order-${n}","status":"${status}","currency":"EUR","amount":"${n % 500}.00","transaction_type":"deposit"}`;
}
