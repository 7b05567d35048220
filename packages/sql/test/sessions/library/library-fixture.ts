import { afterAll, beforeAll, beforeEach } from "vitest";
import { createApply } from "../../fixture.js";
import { randomName } from "../../server.js";
import type { DatabaseUnderTest, ServerUnderTest } from "./database-under-test.js";
import type {
  LibraryInboxOptions,
  LibrarySettings,
  LibraryUnderTest,
  OpenedLibrary,
} from "./library-under-test.js";

/** An inbox of the library, and the name of its connections. */
export type NamedLibrary<Tx> = OpenedLibrary<Tx> &
  ReturnType<typeof createApply<Tx>> & { name: string };

/** What the cases of the library suite use. */
export interface LibraryFixture<Tx> {
  database: DatabaseUnderTest;
  underTest: LibraryUnderTest<Tx>;
  server: ServerUnderTest;
  /** Where the tables are. */
  namespace: string;
  /** An inbox that the cases share. */
  shared: NamedLibrary<Tx>;
  /** Opens another one on a pool of its own. It is closed after the suite. */
  open: (
    options?: LibraryInboxOptions,
    over?: Partial<LibrarySettings>,
    namespace?: string,
  ) => Promise<NamedLibrary<Tx>>;
  /** Inserts an effect. */
  write: (tx: Tx, effect: string) => Promise<unknown>;
  /** The committed effects, and how many changes are recorded. */
  kept: () => Promise<{ effects: string[]; records: number }>;
}

/** What is kept of a change that failed. */
export const nothing = { effects: [], records: 0 };

/** Opens the fixture before the suite. Its server and names are known in the tests only. */
export function useLibraryFixture<Tx>(
  database: DatabaseUnderTest,
  underTest: LibraryUnderTest<Tx>,
): LibraryFixture<Tx> {
  const opened: NamedLibrary<Tx>[] = [];
  const fixture = {
    database,
    underTest,
    async open(options = {}, over = {}, namespace = fixture.namespace) {
      const { server } = fixture;
      const name = randomName();
      const settings = { ...(await server.toSettings(name, namespace)), ...over };
      const library = await underTest.open(settings, {
        ...server.toOptions(namespace),
        ...options,
      });
      const named = { ...library, name, ...createApply<Tx>(library.inbox) };
      opened.push(named);
      return named;
    },
    write: (tx, effect) =>
      underTest.run(tx, `INSERT INTO ${fixture.namespace}.effects (name) VALUES ('${effect}')`),
    async kept() {
      const { server, namespace } = fixture;
      const effects = await server.read<{ name: string }>(
        `SELECT name FROM ${namespace}.effects ORDER BY at`,
      );
      const changes = await server.read(`SELECT 1 AS one FROM ${namespace}.numipay_changes`);
      return { effects: effects.map(({ name }) => name), records: changes.length };
    },
  } as LibraryFixture<Tx>;

  beforeAll(async () => {
    fixture.server = database.connect();
    fixture.namespace = await fixture.server.createNamespace();
    fixture.shared = await fixture.open();
    await fixture.shared.inbox.migrate();
    await fixture.server.read(database.toEffects(`${fixture.namespace}.effects`));
  });
  beforeEach(() => fixture.server.clear(fixture.namespace));
  afterAll(async () => {
    const { server, namespace } = fixture;
    // A pool would wait for leases that a case still holds.
    await Promise.all(opened.map(({ name }) => server.terminate(name)));
    for (const { end } of opened) end().catch(() => undefined);
    await server.dropNamespace(namespace);
    await server.close();
  });
  return fixture;
}
