import { afterAll, beforeAll, beforeEach } from "vitest";
import type { LibrarySettings } from "../../programs/library-settings.js";
import { randomName } from "../../server.js";
import type { DatabaseUnderTest, ServerUnderTest } from "./database-under-test.js";
import type { LibraryInboxOptions } from "./library-under-test.js";

/** A namespace with a table of effects that an ORM maps. Its values are known in hooks and tests only. */
export interface EntitiesFixture {
  server: ServerUnderTest;
  /** The table's name, with its namespace. */
  table: string;
  settings: LibrarySettings;
  options: LibraryInboxOptions;
  /** The committed effects, in order. */
  effects(): Promise<string[]>;
}

/** Creates the table before the tests of a suite, and empties it before each. */
export function useEntities(database: DatabaseUnderTest): EntitiesFixture {
  let namespace: string;
  const fixture = {
    async effects() {
      const rows = await fixture.server.read<{ name: string }>(
        `SELECT name FROM ${fixture.table} ORDER BY id`,
      );
      return rows.map(({ name }) => name);
    },
  } as EntitiesFixture;

  beforeAll(async () => {
    const server = database.connect();
    namespace = await server.createNamespace();
    const table = `${namespace}.effects`;
    await server.read(database.toEntities(table));
    const settings = await server.toSettings(randomName(), namespace);
    Object.assign(fixture, { server, table, settings, options: server.toOptions(namespace) });
  });
  beforeEach(() => fixture.server.read(`DELETE FROM ${fixture.table}`));
  afterAll(async () => {
    await fixture.server.dropNamespace(namespace);
    await fixture.server.close();
  });
  return fixture;
}
