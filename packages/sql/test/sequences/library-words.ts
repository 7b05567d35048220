import { postgresWords, type Words } from "./steps.js";

/**
 * The statements of PostgreSQL for a library that gives no way to close a connection: what outlives the transaction is rejected
 * there.
 */
const outlives = (text: string): boolean =>
  /^(?:RESET ALL|SET search_path|SET SESSION|LISTEN)/.test(text);

export const libraryWords: Words = {
  ...postgresWords,
  forbidden: [...postgresWords.forbidden, ...postgresWords.settings.filter(outlives)],
  settings: postgresWords.settings.filter((text) => !outlives(text)),
};
