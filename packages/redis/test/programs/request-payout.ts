// Requests a payout with a journal on Redis, reports how the call ended, and exits.
import { Numipay } from "@numipay/core";
import { redisJournal } from "@numipay/redis";
import { Redis } from "ioredis";

const [url = "", baseUrl = "", tracking_id = ""] = process.argv.slice(2);
const client = new Redis(url);
const numipay = new Numipay({ apiKey: "key", baseUrl, journal: redisJournal({ client }) });
const request = { tracking_id, user_id: "user-1", currency: "EUR", amount: "30.00" };
const report = await numipay.payouts.request(request).then(
  (response) => response.url,
  (error: { code: string }) => error.code,
);
process.stdout.write(`${report}\n`);
client.disconnect();
