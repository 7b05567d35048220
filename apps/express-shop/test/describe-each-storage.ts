// Runs tests on each storage, opened as main.ts opens it.
import {
  type CreateInboxSettings,
  describeEachInbox,
  describeEachServer as describeEachInboxServer,
} from "sample-tests/inbox";
import { onTestFinished } from "vitest";
import { openStorage, type ShopStorage, type StorageSettings } from "../src/open-storage.js";

export type CreateStorage = () => Promise<ShopStorage>;
export type CreateSettings = () => Promise<StorageSettings>;
type StorageTests = (createStorage: CreateStorage, createSettings: CreateSettings) => void;

export function describeEachStorage(tests: StorageTests): void {
  describeEachInbox((createSettings) => runTests(createSettings, tests));
}

/** PostgreSQL and Redis, without memory. */
export function describeEachServer(tests: StorageTests): void {
  describeEachInboxServer((createSettings) => runTests(createSettings, tests));
}

function runTests(createSettings: CreateInboxSettings, tests: StorageTests): void {
  tests(async () => openUntilTestEnds(await createSettings()), createSettings);
}

export async function openUntilTestEnds(settings: StorageSettings): Promise<ShopStorage> {
  const storage = await openStorage(settings);
  onTestFinished(storage.close);
  return storage;
}
