import { createScript } from "./run-script.js";

// A transaction is one hash, so each step is one atomic script on one key, which also works in a Cluster without hash tags.
// Its fields:
//
//   done:<status>     "<fencing token>.<number of the call> <sha256 of the content>" of a recorded change; begins with ~ if
//                     unhandled; at most 64 bytes, or the hash would take twice the memory; never expires
//   final             the last applied final status; empty if all recorded final statuses are unhandled
//   fence             the highest fencing token granted so far
//   lease             "<end> <call id>" while a change is in progress: the end of the lease in microseconds of the server's
//                     clock, and the id of the claim call
//
// Clients resend a command after a reconnect, so a script may run twice for one call. Each call has a unique id, by which
// the second run recognizes the first and returns the same reply.

/**
 * The fencing token is the server's clock in microseconds, at least one above the transaction's last token. A counter would
 * restart after data loss and could repeat a token.
 *
 * ARGV: status, rank ("0", "1" or ""), content's sha256, call id ("" to peek), lease in microseconds, "1" if the change has
 * a handler.
 * Lua's doubles hold these numbers exactly until the year 2255, but only %.0f prints them exactly.
 *
 * Returns the state, or the fencing token of a granted claim. Returns a list, which clients parse more slowly, only when more
 * is needed.
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
  local ends, call = string.match(lease, "(%d+) (.*)")
  if tonumber(ends) > now then
    if call ~= ARGV[4] then return "in-progress" end
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

/** ARGV: fencing token, status, rank, record (the value of done:<status>). */
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
 * ARGV: fencing token, lease in microseconds. Returns 0 if the lease was ended or belongs to another claim. An expired lease
 * that no other claim took over is renewed.
 */
export const renewScript = createScript(`
local fence, lease = unpack(redis.call("HMGET", KEYS[1], "fence", "lease"))
if not lease or fence ~= ARGV[1] then return 0 end
local time = redis.call("TIME")
local ends = time[1] * 1000000 + time[2] + ARGV[2]
redis.call("HSET", KEYS[1], "lease", string.format("%.0f %s", ends, string.match(lease, " (.*)")))
return 1
`);

/** ARGV: fencing token. Keeps the token, so that the next one is higher. */
export const releaseScript = createScript(`
if redis.call("HGET", KEYS[1], "fence") == ARGV[1] then redis.call("HDEL", KEYS[1], "lease") end
return 1
`);
