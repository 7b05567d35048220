// Started as a program of its own, with the name of a sample app: serves that app's world, and beside it, for the test
// alone, a way to make an order and to read the books. Prints where.
import { once } from "node:events";
import { createServer } from "node:http";

const [name] = process.argv.slice(2);
const app = new URL(`../../../../apps/${name}/`, import.meta.url);
const { startWorld } = await import(new URL("demo/start-world.js", app).href);
const quiet = () => undefined;
const world = await startWorld({
  logger: { log: quiet, error: quiet, warn: quiet, debug: quiet, verbose: quiet },
});

const toAmount = (cents) => (cents / 100).toFixed(2);
const toRow = ({ trackingId, cents, currency }) => {
  return { tracking_id: trackingId, amount: toAmount(cents), currency };
};
const toOrder = ({ id, customer, userId = customer, cents, currency }) => {
  return { tracking_id: id, user_id: userId, amount: toAmount(cents), currency };
};
let count = 0;

/** How an order of each app comes about, and what its books are. */
const samples = {
  "express-shop": () => ({
    webhook: world.webhookUrl,
    password: world.sandbox.signaturePassword,
    order: async () =>
      toOrder(
        await world.books.addOrder({
          customer: "doctor",
          kind: "order",
          lines: [],
          cents: 1290,
          currency: "EUR",
        }),
      ),
    books: async () => (await world.books.listEntries()).map(toRow),
  }),
  "koa-sleeper": () => ({
    webhook: world.webhookUrl,
    password: world.sandbox.signaturePassword,
    order: () =>
      toOrder(
        world.bookings.add(
          {
            train: {},
            berth: { cents: 2990 },
            passenger: "Doctor",
            email: "doctor@example.com",
            providerId: "northbank",
          },
          { currency: "EUR" },
        ),
      ),
    // What does not fit stands in the ledger too, apart: it is no fare.
    books: () =>
      world.ledger
        .entries()
        .filter(({ account }) => account === "fares")
        .map(toRow),
  }),
  "nestjs-hire-desk": () => ({
    webhook: world.webhooks.deposits,
    password: world.deposits.signaturePassword,
    order: () => toOrder(world.books.addHire({ name: "drill", cents: 12_050, currency: "EUR" })),
    books: () => world.ledger.entries().map(toRow),
  }),
  "hono-arcade": () => ({
    webhook: world.webhookUrl,
    password: world.sandbox.signaturePassword,
    order() {
      count += 1;
      return { tracking_id: `coins-${count}`, user_id: "player", amount: "4.99", currency: "EUR" };
    },
    books: () =>
      [...world.services.wallets.done.values()].map(({ event }) => {
        const { tracking_id, amount, currency } = event;
        return { tracking_id, amount, currency };
      }),
  }),
};

const sample = samples[name]();
async function answer(url, response) {
  response.end(JSON.stringify(await (url === "/order" ? sample.order() : sample.books())));
}

const server = createServer(({ url }, response) => void answer(url, response)).listen(
  0,
  "127.0.0.1",
);
await once(server, "listening");
const { webhook, password } = sample;
console.log(
  JSON.stringify({ webhook, password, control: `http://127.0.0.1:${server.address().port}` }),
);
