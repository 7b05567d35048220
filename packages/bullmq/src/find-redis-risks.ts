/**
 * What in Redis' own report (INFO) can lose stored events, one sentence each. A server that tells nothing of itself, as
 * some hosted ones do, has no risks that could be seen.
 */
export function findRedisRisks(info: string): string[] {
  const lines = info.split(/\r?\n/);
  const read = (field: string): string | undefined =>
    lines.find((line) => line.startsWith(`${field}:`))?.slice(field.length + 1);
  const risks: string[] = [];

  const policy = read("maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    risks.push(
      `Redis may evict jobs when its memory is full (maxmemory-policy is ${policy}). Set it to noeviction.`,
    );
  }
  if (read("aof_enabled") === "0") {
    risks.push(
      "Redis keeps no append-only file: events that were answered 200 are lost when it stops. Set appendonly yes.",
    );
  }
  return risks;
}
