export { type RedisWarning, type RedisWarningCode } from "./check-durability.js";
export {
  type IoredisClient,
  type IoredisCluster,
  type NodeRedisClient,
  type NodeRedisCluster,
  type NodeRedisSentinel,
  type RedisClient,
} from "./raw-connection.js";
export { type RedisJournal, redisJournal, type RedisJournalOptions } from "./redis-journal.js";
export { type RedisInbox, redisInbox, type RedisInboxOptions } from "./redis-inbox.js";
