// The tables of @numipay/sql as a migration of Knex. Copy it into your migrations. Generated from the numbered SQL files.
import type { Knex } from "knex";

const statements = [
  `CREATE TABLE IF NOT EXISTS \`numipay_migrations\` (
  version int NOT NULL PRIMARY KEY,
  applied_at datetime(6) NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4`,
  `-- One row per change. Never delete rows: a deleted change could be replayed. All times are in UTC.
CREATE TABLE IF NOT EXISTS \`numipay_changes\` (
  transaction_key varbinary(512) NOT NULL,
  status varbinary(512) NOT NULL,
  is_final tinyint NOT NULL,
  fence bigint unsigned NOT NULL,
  content_digest binary(32) NOT NULL,
  -- NULL unless the inbox has keepContent, and once archived.
  content longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  -- 0 if there was no handler for the change. A receiver with a handler may still apply it.
  is_handled tinyint NOT NULL,
  recorded_at datetime(6) NOT NULL,
  PRIMARY KEY (transaction_key, status)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4`,
  `-- One row per transaction, which a claim locks. fence is the token of the last claim whose record was committed.
CREATE TABLE IF NOT EXISTS \`numipay_locks\` (
  transaction_key varbinary(512) NOT NULL PRIMARY KEY,
  fence bigint unsigned NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4`,
  `-- Always empty. It numbers the claims.
CREATE TABLE IF NOT EXISTS \`numipay_fence\` (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4`,
  `-- Deliveries that repeated a recorded change with different content. They were not applied; review each one.
CREATE TABLE IF NOT EXISTS \`numipay_conflicts\` (
  transaction_key varbinary(512) NOT NULL,
  status varbinary(512) NOT NULL,
  content_digest binary(32) NOT NULL,
  content longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  times int NOT NULL,
  first_seen_at datetime(6) NOT NULL,
  last_seen_at datetime(6) NOT NULL,
  PRIMARY KEY (transaction_key, status, content_digest)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4`,
  `CREATE TABLE IF NOT EXISTS \`numipay_marks\` (
  name varbinary(512) NOT NULL PRIMARY KEY,
  value longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  written_at datetime(6) NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4`,
  `-- The merchant accounts and the prefixes of their keys.
CREATE TABLE IF NOT EXISTS \`numipay_accounts\` (
  name_key varbinary(512) NOT NULL PRIMARY KEY,
  name longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  namespace longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  renamed_to longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  added_at datetime(6) NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4`,
  `-- Correctly signed deliveries that the contract cannot read, until they are applied.
CREATE TABLE IF NOT EXISTS \`numipay_unreadable\` (
  delivery_key varbinary(512) NOT NULL PRIMARY KEY,
  account longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  received_at datetime(3) NOT NULL,
  -- The signed text as a JSON string. NULL once removed.
  signed_text longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  problem longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  removed_at datetime(3)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4`,
  `INSERT IGNORE INTO \`numipay_migrations\` (version, applied_at) VALUES (1, UTC_TIMESTAMP(6))`,
  `-- One row per call that moves money. Never delete rows: a call without one could be sent again. All times are in UTC.
CREATE TABLE IF NOT EXISTS \`numipay_intents\` (
  account varbinary(512) NOT NULL,
  slot varbinary(512) NOT NULL,
  tracking_id varbinary(512) NOT NULL,
  -- Escaped as in a JSON string. NULL if tracking_id is not a digest.
  full_tracking_id longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  operation longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  state varbinary(512) NOT NULL,
  -- The state that the last claim replaced.
  claimed_from longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
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
  key_id longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  -- The last columns are JSON. Keyed digests of the request's fields.
  digests longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  metadata longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  response longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  -- Only of the outbox, until the end was reported.
  request longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  PRIMARY KEY (account, slot, tracking_id),
  KEY \`numipay_intents_due\` (account, due_at),
  KEY \`numipay_intents_state\` (account, state)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4`,
  `-- What was done once about a call, such as a refund.
CREATE TABLE IF NOT EXISTS \`numipay_once_marks\` (
  account varbinary(512) NOT NULL,
  slot varbinary(512) NOT NULL,
  tracking_id varbinary(512) NOT NULL,
  name varbinary(512) NOT NULL,
  recorded_at datetime(6) NOT NULL,
  PRIMARY KEY (account, slot, tracking_id, name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4`,
  `INSERT IGNORE INTO \`numipay_migrations\` (version, applied_at) VALUES (2, UTC_TIMESTAMP(6))`,
];

export async function up(knex: Knex): Promise<void> {
  for (const statement of statements) await knex.raw(statement);
}

export async function down(): Promise<void> {
  throw new Error(
    "Without its records, every change could be applied again. Drop the tables of @numipay/sql manually.",
  );
}
