interface Migratable {
  migrate(): Promise<void>;
}

const mostMigrations = 50;

/** A fault may cut a COMMIT of the migration too. A deploy starts the migration again. */
export async function migrateUntilDone(inbox: Migratable): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inbox.migrate();
    } catch (error) {
      if (attempt === mostMigrations) throw error;
    }
  }
}
