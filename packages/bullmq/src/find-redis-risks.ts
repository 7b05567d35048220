/**
 * Finds settings that can lose stored events in the output of INFO, one sentence each. Returns none for a server that
 * hides its settings, as some hosted ones do.
 */
export function findRedisRisks(info: string): string[] {
  const lines = info.split(/\r?\n/);
  const read = (field: string): string | undefined =>
    lines.find((line) => line.startsWith(`${field}:`))?.slice(field.length + 1);
  const risks: string[] = [];

  const policy = read("maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    risks.push(
      `Redis may evict jobs when its memory is full: maxmemory-policy is ${policy}. Set it to noeviction.`,
    );
  }
  if (read("aof_enabled") === "0") {
    risks.push(
      "Redis has no append-only file, so acknowledged events are lost when it stops. Set appendonly yes.",
    );
  }
  return risks;
}
