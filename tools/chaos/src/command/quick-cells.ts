/** The lines that `npm test` plays: each engine under what is hardest on it. Of the negative controls, all are played. */
const quick: Record<string, string[]> = {
  client: ["socket error after sending"],
  memory: ["duplicates"],
  postgres: [
    "kill -9",
    "stopped past its lease",
    "store killed",
    "cut during COMMIT",
    "late statement",
    "ends the transaction",
  ],
  pglite: ["kill -9", "own transaction"],
  redis: ["kill -9", "stopped past its lease", "store killed", "slow handler", "outage"],
  "bullmq with redis": ["kill -9"],
  "bullmq with postgres": ["kill -9"],
};

/** Whether a line is one of them. */
export function isQuick({
  name,
  familyName,
  isControl,
}: {
  name: string;
  familyName: string;
  isControl: boolean;
}) {
  return isControl || (quick[name]?.includes(familyName) ?? false);
}
