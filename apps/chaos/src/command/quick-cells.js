/**
 * The lines that `npm test` plays: each engine under what is hardest on it. The mistakes are played all.
 *
 * @type {Record<string, string[]>}
 */
const quick = {
  memory: ["duplicates"],
  postgres: ["kill -9", "stopped past its lease", "store killed", "cut during COMMIT"],
  pglite: ["kill -9"],
  redis: ["kill -9", "stopped past its lease", "store killed", "outage"],
  "bullmq with redis": ["kill -9"],
  "bullmq with postgres": ["kill -9"],
};

/**
 * Whether a line is one of them.
 *
 * @param {{ name: string, familyName: string, isControl: boolean }} cell
 */
export function isQuick({ name, familyName, isControl }) {
  return isControl || (quick[name]?.includes(familyName) ?? false);
}
