import { describe, expect, it, onTestFinished, vi } from "vitest";

/** A server with an inbox, as the settings of a sample app name it. */
export interface ServerSettings {
  engine: "postgres" | "redis";
  url: string;
}

/** How a sample app reads and opens its inbox. */
export interface InboxSetup {
  /** Reads the settings from the environment and adds what is wrong to the problems. */
  read: (env: NodeJS.ProcessEnv, problems: string[]) => unknown;
  /** Opens the inbox. Rejects if the server cannot be reached. */
  open: (settings: ServerSettings) => Promise<unknown>;
}

const accepted: [NodeJS.ProcessEnv, object][] = [
  [{}, { engine: "memory" }],
  [
    { INBOX: "postgres", DATABASE_URL: "postgres://db/app" },
    { engine: "postgres", url: "postgres://db/app" },
  ],
  [
    { INBOX: "redis", REDIS_URL: "redis://cache" },
    { engine: "redis", url: "redis://cache" },
  ],
];

const rejected: [NodeJS.ProcessEnv, RegExp][] = [
  [{ INBOX: "mongo" }, /INBOX must be/],
  [{ INBOX: "postgres" }, /DATABASE_URL is missing/],
  [{ INBOX: "redis", DATABASE_URL: "postgres://db/app" }, /REDIS_URL is missing/],
];

const unreachable: ServerSettings[] = [
  { engine: "postgres", url: "postgres://u:hush-hush@127.0.0.1:1/none" },
  { engine: "redis", url: "redis://:hush-hush@127.0.0.1:1" },
];

/** Tests that the settings of a sample app's inbox are checked, and that no error shows a password. */
export function describeInboxSettings({ read, open }: InboxSetup): void {
  describe("the inbox settings", () => {
    it.each(accepted)("accept %j", (env, settings) => {
      const problems: string[] = [];
      expect(read(env, problems)).toEqual(settings);
      expect(problems).toEqual([]);
    });

    it.each(rejected)("reject %j", (env, message) => {
      const problems: string[] = [];
      read(env, problems);
      expect(problems).toEqual([expect.stringMatching(message)]);
    });

    it.each(unreachable)(
      "report an unreachable server without its password: $engine",
      async (settings) => {
        const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
        onTestFinished(() => log.mockRestore());
        const error: unknown = await open(settings).catch((reason: unknown) => reason);
        expect(String(error)).toMatch(
          /^Error: (?:Cannot|Failed to) connect to .* at \w+_URL: .+\.$/,
        );
        expect(`${String(error)} ${log.mock.calls.join(" ")}`).not.toContain("hush-hush");
      },
    );
  });
}

const change = {
  key: "deposit:test-transaction:successful",
  account: "default",
  isHandled: true,
  transactionKey: "deposit:test-transaction",
  status: "successful",
  rank: 1 as const,
  content: "{}",
};

/** The part of an inbox that records a change. */
export interface RecordingInbox<Lease> {
  claim: (
    given: typeof change,
  ) => Promise<{ state: "new"; lease: Lease } | { state: string; lease?: undefined }>;
  complete: (given: typeof change, lease: Lease) => Promise<boolean>;
  release: (given: typeof change, lease: Lease) => Promise<void>;
}

/** Records a change in one inbox and returns how another one, opened with the same settings, sees it. */
export async function recordAndReopen<Lease>(
  open: () => Promise<RecordingInbox<Lease>>,
): Promise<string> {
  const first = await open();
  const claim = await first.claim(change);
  if (claim.lease === undefined) throw new Error(`Expected a new change, got ${claim.state}.`);
  expect(await first.complete(change, claim.lease)).toBe(true);
  const second = await open();
  const { state, lease } = await second.claim(change);
  // A claim may hold a connection until it is released.
  if (lease !== undefined) await second.release(change, lease);
  return state;
}
