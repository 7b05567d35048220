import { createHash, hash } from "node:crypto";
import type { Redis } from "ioredis";
import type { ChangeResult, Contestant } from "./contestant.js";

// Reads and writes the same fields of the same key as redisInbox, in as few commands, and does nothing else.

const claim = toScript(`
local done, ends, final, last = unpack(redis.call("HMGET", KEYS[1],
  "done:" .. ARGV[1], "until", "final", "fence"))
if done then
  if done == ARGV[3] then return "duplicate" end
  return "conflict"
end
local time = redis.call("TIME")
local now = time[1] * 1000000 + time[2]
if ends and tonumber(ends) > now then return "in-progress" end
if ARGV[2] == "0" and final then return "stale" end
local fence = math.max(now, (tonumber(last) or 0) + 1)
redis.call("HSET", KEYS[1], "fence", string.format("%.0f", fence), "until", string.format("%.0f", now + ARGV[4]))
return fence
`);

const complete = toScript(`
local fence, ends = unpack(redis.call("HMGET", KEYS[1], "fence", "until"))
if not ends or fence ~= ARGV[1] then return 0 end
if ARGV[3] == "1" then redis.call("HSET", KEYS[1], "done:" .. ARGV[2], ARGV[4], "final", ARGV[2])
else redis.call("HSET", KEYS[1], "done:" .. ARGV[2], ARGV[4]) end
redis.call("HDEL", KEYS[1], "until")
return 1
`);

interface Script {
  text: string;
  sha1: string;
}

/**
 * Two bare calls of two loaded scripts: claim and complete.
 *
 * @param prefix prefix of the keys
 */
export async function handwrittenRedis(
  client: Redis,
  prefix: string,
): Promise<Contestant<undefined>> {
  await client.script("LOAD", claim.text);
  await client.script("LOAD", complete.text);
  return {
    name: "bare script calls",
    async apply({ transactionKey, status, rank, content }, effect) {
      const key = `${prefix}tx:${transactionKey}`;
      const digest = hash("sha256", content, "base64url");
      const isFinal = String(rank);
      const leaseMicroseconds = "60000000";
      const args = [status, isFinal, digest, leaseMicroseconds];
      const reply = (await client.evalsha(claim.sha1, 1, key, ...args)) as ChangeResult | number;
      if (typeof reply === "string") return reply;
      await effect(undefined);
      const recorded = await client.evalsha(complete.sha1, 1, key, reply, status, isFinal, digest);
      return recorded === 1 ? "processed" : "in-progress";
    },
  };
}

function toScript(text: string): Script {
  return { text, sha1: createHash("sha1").update(text).digest("hex") };
}
