// Claims a change, reports it and keeps running. The test then kills the process.
import type { Change } from "@numipay/core";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";

const [url = "", change = ""] = process.argv.slice(2);
const inbox = redisInbox({ client: new Redis(url), onWarning: () => undefined });
const claim = await inbox.claim(JSON.parse(change) as Change);
console.log(JSON.stringify(claim));
