import { createJournal, type Journal } from "./create-journal.js";
import type { JournalOptions } from "./journal-settings.js";
import { memoryJournalStore } from "./memory-journal-store.js";
import type { OutboxStore } from "./outbox-store.js";

/**
 * Creates a journal in the memory of one process, for development and tests. Its records are lost on restart and not shared with
 * other processes, and it grows with every call: in production, a crash would lose what it protects.
 *
 * @throws InvalidOptionError when an option is invalid or unknown
 * @example
 * const numipay = new Numipay({ journal: memoryJournal() });
 */
export function memoryJournal(
  options: JournalOptions = {},
): Journal<OutboxStore<undefined, false>> {
  return createJournal(memoryJournalStore(), options);
}
