import { afterEach, beforeEach, expect, vi } from "vitest";
import {
  createJournal,
  type IntentKey,
  type JournalStore,
  memoryJournalStore,
  type Numipay,
  recover,
  type RecoveredIntent,
  type RecoverOptions,
  type Recovery,
} from "../../src/index.js";
import { toKeyId } from "../../src/outbox/to-intent.js";
import {
  apiKey,
  byMethod,
  checkout,
  clientOf,
  cutTheSocket,
  failureOf,
  type Reply,
  respondWith,
  startGateway,
} from "../client/stub-gateway.js";
import { order } from "./fixture.js";

/** Fakes the clock of the store and of the grace period. Timers are real. */
export function useFakeClock(): { passMinutes: (minutes: number) => void } {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 20, 12) });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  return { passMinutes: (minutes) => void vi.setSystemTime(Date.now() + minutes * 60_000) };
}

/** The response of a status. */
export const found = (transaction_status: string): Reply =>
  respondWith(200, { transaction_status });

/** Starts a gateway that loses the response of each POST and knows nothing, and a shop with a journal. */
export async function startShop(store: JournalStore = memoryJournalStore()) {
  const gateway = { POST: cutTheSocket, status: respondWith(404), list: respondWith(200, []) };
  const isList = (path: string): boolean => path.startsWith("/transactions?");
  const stub = await startGateway(
    byMethod({
      POST: (...args) => gateway.POST(...args),
      GET: (response, seen) => (isList(seen.path) ? gateway.list : gateway.status)(response, seen),
    }),
  );
  const journal = createJournal(store);
  const connect = (key = apiKey): Numipay => clientOf(stub, { journal, retries: 0, apiKey: key });
  const numipay = connect();
  return {
    gateway,
    store,
    journal,
    numipay,
    connect,
    posts: () => stub.count("POST"),
    lists: () => stub.seen.filter(({ path }) => isList(path)).length,
    /** Requests a payout whose response is lost. */
    lose: async (tracking_id = "order-1", client = numipay) =>
      void (await failureOf(client.payouts.request({ ...checkout, tracking_id }))),
    /** Records a payout as a process that crashes before its first byte. */
    crash: async (key: IntentKey = order, operation = "requestPayout") => {
      const keyId = await toKeyId(apiKey);
      const intent = { ...key, operation, keyId, digests: {}, metadata: undefined };
      return store.claim(intent, 40_000);
    },
    recover: (options: Partial<RecoverOptions> = {}) => recover({ numipay, journal, ...options }),
    stateOf: async (key: IntentKey = order) => (await store.read(key))?.state,
  };
}

/** The only intent of a run. */
export function only({ intents }: Recovery): RecoveredIntent {
  expect(intents).toHaveLength(1);
  return intents[0] as RecoveredIntent;
}
