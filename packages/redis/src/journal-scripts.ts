import { createScript } from "./run-script.js";

// An intent is a hash, a response that expires, and an entry in the list of what may be unresolved. The three keys have the same
// hash tag, so each step is one atomic script that also works in a Cluster. Fields of the hash:
//
//   content           the operation, the digests and the metadata as JSON
//   state             as in IntentState
//   recorded          the server's clock in microseconds at the first attempt
//   attempts          how many claims were granted since then
//   fence             the highest fencing token granted so far
//   lease             the end of the lease in microseconds of the server's clock, while the state is "sending"
//   call              "<granted> <call id>" of the claim that was granted last, while the state is "sending"
//   ended             the id of the last call that completed a claim
//   expires           when the response expires, in ISO format
//
// Clients resend a command after a reconnect, so a script may run twice for one call. Each call has a unique id, by which
// the second run recognizes the first and returns the same reply.
//
// KEYS: the hash, the response, the list.

/** Returns two values and the record as a list, because clients read lists alike in RESP2 and RESP3. */
const describe = `
local function describe(first, second)
  local content, state, recorded, attempts, expires = unpack(redis.call("HMGET", KEYS[1],
    "content", "state", "recorded", "attempts", "expires"))
  return {first, second, content, state, recorded, attempts, expires or "", redis.call("GET", KEYS[2]) or ""}
end
local time = redis.call("TIME")
local now = time[1] * 1000000 + time[2]
`;

/**
 * The fencing token is the server's clock in microseconds, at least one above the intent's last token. A counter would restart
 * after data loss and could repeat a token.
 *
 * ARGV: content, call id, lease in microseconds, member of the list.
 * Lua's doubles hold these numbers exactly until the year 2255, but only %.0f prints them exactly.
 *
 * Returns what was granted ("new", "queued" or "unclear") or the state, and the token. A claim that is sent again extends its lease:
 * no other claim was granted since, and its caller has no reply yet, so it has sent nothing.
 */
export const claimScript = /* @__PURE__ */ createScript(
  describe,
  `
local state, fence, lease, call = unpack(redis.call("HMGET", KEYS[1], "state", "fence", "lease", "call"))
if state == "confirmed" then return describe(state, "") end
local granted
if state == "sending" then
  local earlier, id = string.match(call, "(%S+) (.*)")
  if id == ARGV[2] then granted = earlier
  elseif tonumber(lease) > now then return describe("in-progress", "") end
end
if not granted then
  fence = string.format("%.0f", math.max(now, (fence or 0) + 1))
  if not state or state == "refused" then
    granted = "new"
    redis.call("HSET", KEYS[1], "content", ARGV[1], "recorded", string.format("%.0f", now), "attempts", "1")
    redis.call("HDEL", KEYS[1], "expires")
    redis.call("DEL", KEYS[2])
  else
    granted = state == "queued" and state or "unclear"
    redis.call("HINCRBY", KEYS[1], "attempts", "1")
  end
  redis.call("HSET", KEYS[1], "state", "sending", "fence", fence, "call", granted .. " " .. ARGV[2])
  redis.call("ZADD", KEYS[3], "0", ARGV[4])
end
redis.call("HSET", KEYS[1], "lease", string.format("%.0f", now + ARGV[3]))
if granted == "new" then return {granted, fence} end
return describe(granted, fence)
`,
);

/**
 * ARGV: fencing token, call id, state, response ("" for none), its expiry in ISO format and in milliseconds ("" for none), member of the
 * list, and the content, the time and the attempts of the record ("" if they are not known).
 *
 * If the server lost the record since the claim, it is created again: without it, the next call would send.
 */
export const completeScript = /* @__PURE__ */ createScript(`
local state, fence, ended = unpack(redis.call("HMGET", KEYS[1], "state", "fence", "ended"))
if ended == ARGV[2] then return 1 end
if not state and ARGV[8] ~= "" then
  redis.call("HSET", KEYS[1], "content", ARGV[8], "recorded", ARGV[9], "attempts", ARGV[10], "fence", ARGV[1])
elseif state ~= "sending" or fence ~= ARGV[1] then return 0 end
redis.call("HSET", KEYS[1], "state", ARGV[3], "ended", ARGV[2])
redis.call("HDEL", KEYS[1], "lease", "call", "expires")
if ARGV[5] ~= "" then redis.call("HSET", KEYS[1], "expires", ARGV[5]) end
if ARGV[4] == "" then redis.call("DEL", KEYS[2])
else
  redis.call("SET", KEYS[2], ARGV[4])
  if ARGV[6] ~= "" then redis.call("PEXPIREAT", KEYS[2], ARGV[6]) end
end
if ARGV[3] == "unknown" then redis.call("ZADD", KEYS[3], "0", ARGV[7])
else redis.call("ZREM", KEYS[3], ARGV[7]) end
return 1
`);

/** Returns "held" while a claim has a lease, and the record; an empty list without one. */
export const readScript = /* @__PURE__ */ createScript(
  describe,
  `
local state, lease = unpack(redis.call("HMGET", KEYS[1], "state", "lease"))
if not state then return {} end
return describe(state == "sending" and tonumber(lease) > now and "held" or "", "")
`,
);

/** Runs each command of the scripts, because a user may lack one, and leaves nothing behind. */
export const journalPingScript = /* @__PURE__ */ createScript(`
redis.call("TIME")
redis.call("HSET", KEYS[1], "ping", "1")
redis.call("HINCRBY", KEYS[1], "ping", "1")
redis.call("HMGET", KEYS[1], "ping")
redis.call("HDEL", KEYS[1], "ping")
redis.call("SET", KEYS[2], "1")
redis.call("PEXPIREAT", KEYS[2], "4000000000000")
redis.call("GET", KEYS[2])
redis.call("DEL", KEYS[2])
redis.call("ZADD", KEYS[3], "0", "ping")
redis.call("ZRANGEBYLEX", KEYS[3], "-", "+")
redis.call("ZREM", KEYS[3], "ping")
return 1
`);
