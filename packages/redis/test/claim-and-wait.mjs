// A receiver that is killed in the middle of a handler: claims, says so, and does nothing more.
import { Redis } from "ioredis";
import { redisInbox } from "@numipay/redis";

const [url, change] = process.argv.slice(2);
const inbox = redisInbox({ client: new Redis(url), onWarning: () => {} });
const claim = await inbox.claim(JSON.parse(change));
console.log(JSON.stringify(claim));
