import { createScript } from "./run-script.js";

// One hash holds all of one transaction, so every step is one script on one key: atomic, and at home in one slot of a
// Cluster whatever braces an id has. Its fields:
//
//   done:<status>     "<mark> <sha256 of the content>" of a recorded change, after a ~ while it is unhandled; never expires
//   final             the final status that was applied last; empty where final ones were recorded, all of them unhandled
//   fence             the highest fence given out
//   lease             "<end> <mark>" while the holder of that fence applies a change: when its lease ends unless it is
//                     renewed, in microseconds of the server's clock, and the claim's mark
//
// Clients connect again and send once more what had no answer. So a script may run twice for one call: each call brings a
// mark of its own, by which the second run knows the first and answers alike.

/**
 * The fence is the server's clock in microseconds, and at least one above the transaction's last. A counter would start
 * again when Redis lost it, and a holder from before would pass for the present one; the clock has moved on by then.
 *
 * ARGV: status, rank ("0", "1" or ""), content's sha256, the call's mark ("" to look only), lease in microseconds, "1" where
 * the change has a handler.
 * Numbers of this size are exact in Lua's doubles until the year 2255, but only %.0f prints them so.
 *
 * Answers the state, or the fence of a change let through; a list, which clients read slower, only where that says too
 * little.
 */
export const claimScript = createScript(`
local done, lease, final, last = unpack(redis.call("HMGET", KEYS[1],
  "done:" .. ARGV[1], "lease", "final", "fence"))
local known = done and string.sub(done, -#ARGV[3]) == ARGV[3]
if known and (ARGV[6] ~= "1" or string.sub(done, 1, 1) ~= "~") then return "duplicate" end
local time = redis.call("TIME")
local now = time[1] * 1000000 + time[2]
if done and not known then return {"conflict", now} end
local fence
if lease then
  local ends, mark = string.match(lease, "(%d+) (.*)")
  if tonumber(ends) > now then
    if mark ~= ARGV[4] then return "in-progress" end
    fence = tonumber(last)
  end
end
if not fence then
  if ARGV[2] == "0" and final then return "stale" end
  if ARGV[4] == "" then return known and "unhandled" or "new" end
  fence = math.max(now, (last or 0) + 1)
  redis.call("HSET", KEYS[1], "fence", string.format("%.0f", fence), "lease", string.format("%.0f %s", now + ARGV[5], ARGV[4]))
end
if final and final ~= "" and ARGV[2] == "1" then return {"new", fence, final} end
return fence
`);

/** ARGV: fence, status, rank, the record ("<mark> <sha256>", after a ~ when unhandled). It is written before the lease goes. */
export const completeScript = createScript(`
local field = "done:" .. ARGV[2]
local fence, lease = unpack(redis.call("HMGET", KEYS[1], "fence", "lease"))
if not lease or fence ~= ARGV[1] then
  if redis.call("HGET", KEYS[1], field) == ARGV[4] then return 1 end
  return 0
end
if ARGV[3] ~= "1" then redis.call("HSET", KEYS[1], field, ARGV[4])
elseif string.sub(ARGV[4], 1, 1) ~= "~" then redis.call("HSET", KEYS[1], field, ARGV[4], "final", ARGV[2])
else
  redis.call("HSET", KEYS[1], field, ARGV[4])
  redis.call("HSETNX", KEYS[1], "final", "")
end
redis.call("HDEL", KEYS[1], "lease")
return 1
`);

/**
 * ARGV: fence, lease in microseconds. 0 where the lease is another call's by now, or ended by its own. One that has run out
 * and that no other call has taken is still its holder's.
 */
export const renewScript = createScript(`
local fence, lease = unpack(redis.call("HMGET", KEYS[1], "fence", "lease"))
if not lease or fence ~= ARGV[1] then return 0 end
local time = redis.call("TIME")
local ends = time[1] * 1000000 + time[2] + ARGV[2]
redis.call("HSET", KEYS[1], "lease", string.format("%.0f %s", ends, string.match(lease, " (.*)")))
return 1
`);

/** ARGV: fence. The last fence stays, so that the next one is higher. */
export const releaseScript = createScript(`
if redis.call("HGET", KEYS[1], "fence") == ARGV[1] then redis.call("HDEL", KEYS[1], "lease") end
return 1
`);
