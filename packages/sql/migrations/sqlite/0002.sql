-- One row per call that moves money. Never delete rows: a call without one could be sent again.
CREATE TABLE IF NOT EXISTS main."numipay_intents" (
  account TEXT NOT NULL,
  slot TEXT NOT NULL,
  tracking_id TEXT NOT NULL,
  -- Escaped as in a JSON string. NULL if tracking_id is not a digest.
  full_tracking_id TEXT,
  operation TEXT NOT NULL,
  state TEXT NOT NULL,
  -- The state that the last claim replaced.
  claimed_from TEXT,
  -- How many claims were granted. The last one's number is its fencing token.
  fence INTEGER NOT NULL,
  -- How many claims were granted since recorded_at.
  attempts INTEGER NOT NULL,
  -- How often the outbox could not send or report the call.
  failures INTEGER NOT NULL DEFAULT 0,
  recorded_at TEXT NOT NULL,
  -- When the last claim was granted after which the call may be sent.
  attempted_at TEXT,
  -- NULL until the first claim.
  lease_ends_at TEXT,
  -- When the outbox takes the call. NULL if it was never queued, and once its end was reported.
  due_at TEXT,
  response_expires_at TEXT,
  key_id TEXT NOT NULL,
  -- The last columns are JSON. Keyed digests of the request's fields.
  digests TEXT NOT NULL,
  metadata TEXT,
  response TEXT,
  -- Only of the outbox, until the end was reported.
  request TEXT,
  PRIMARY KEY (account, slot, tracking_id)
);

CREATE INDEX IF NOT EXISTS main."numipay_intents_due" ON "numipay_intents" (account, due_at) WHERE due_at IS NOT NULL;

-- Only of what may be unresolved, so that a queued and an ended call have no entry.
CREATE INDEX IF NOT EXISTS main."numipay_intents_state" ON "numipay_intents" (account, slot, tracking_id) WHERE state IN ('sending', 'unknown');

-- What was done once about a call, such as a refund.
CREATE TABLE IF NOT EXISTS main."numipay_once_marks" (
  account TEXT NOT NULL,
  slot TEXT NOT NULL,
  tracking_id TEXT NOT NULL,
  name TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (account, slot, tracking_id, name)
);

INSERT INTO main."numipay_migrations" (version) VALUES (2) ON CONFLICT DO NOTHING;
