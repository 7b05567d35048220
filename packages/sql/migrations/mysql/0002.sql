-- One row per call that moves money. Never delete rows: a call without one could be sent again. All times are in UTC.
CREATE TABLE IF NOT EXISTS `numipay_intents` (
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
  KEY `numipay_intents_due` (account, due_at),
  KEY `numipay_intents_state` (account, state)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4;

-- What was done once about a call, such as a refund.
CREATE TABLE IF NOT EXISTS `numipay_once_marks` (
  account varbinary(512) NOT NULL,
  slot varbinary(512) NOT NULL,
  tracking_id varbinary(512) NOT NULL,
  name varbinary(512) NOT NULL,
  recorded_at datetime(6) NOT NULL,
  PRIMARY KEY (account, slot, tracking_id, name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4;

INSERT IGNORE INTO `numipay_migrations` (version, applied_at) VALUES (2, UTC_TIMESTAMP(6));
