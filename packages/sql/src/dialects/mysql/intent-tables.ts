import { key, options, text } from "./column-types.js";
import type { MysqlTableNames } from "./table-names.js";

/** The statements that create the tables of the journal and the outbox. */
export function toIntentTables({
  intents,
  onceMarks,
  intentsDue,
  intentsState,
}: MysqlTableNames): string[] {
  return [
    `-- One row per call that moves money. Never delete rows: a call without one could be sent again. All times are in UTC.
CREATE TABLE IF NOT EXISTS ${intents} (
  account ${key},
  slot ${key},
  tracking_id ${key},
  -- Escaped as in a JSON string. NULL if tracking_id is not a digest.
  full_tracking_id ${text},
  operation ${text} NOT NULL,
  state ${key},
  -- The state that the last claim replaced.
  claimed_from ${text},
  -- How many claims were granted. The last one's number is its fencing token.
  fence bigint unsigned NOT NULL,
  -- How many claims were granted since recorded_at.
  attempts int NOT NULL,
  -- How often the outbox could not send or report the call.
  failures int NOT NULL DEFAULT 0,
  recorded_at datetime(6) NOT NULL,
  -- When the last claim was granted after which the call may be sent.
  attempted_at datetime(6),
  -- NULL until the first claim.
  lease_ends_at datetime(6),
  -- When the outbox takes the call. NULL if it was never queued, and once its end was reported.
  due_at datetime(6),
  response_expires_at datetime(6),
  key_id ${text} NOT NULL,
  -- The last columns are JSON. Keyed digests of the request's fields.
  digests ${text} NOT NULL,
  metadata ${text},
  response ${text},
  -- Only of the outbox, until the end was reported.
  request ${text},
  PRIMARY KEY (account, slot, tracking_id),
  KEY ${intentsDue} (account, due_at),
  KEY ${intentsState} (account, state)
) ${options}`,
    `-- What was done once about a call, such as a refund.
CREATE TABLE IF NOT EXISTS ${onceMarks} (
  account ${key},
  slot ${key},
  tracking_id ${key},
  name ${key},
  recorded_at datetime(6) NOT NULL,
  PRIMARY KEY (account, slot, tracking_id, name)
) ${options}`,
  ];
}
