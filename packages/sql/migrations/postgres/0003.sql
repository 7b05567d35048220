-- One row per call that moves money. Never delete rows: a call without one could be sent again. Columns of fixed length come first,
-- which saves padding.
CREATE TABLE IF NOT EXISTS "numipay_intents" (
  -- How many claims were granted. The last one's number is its fencing token.
  fence bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  -- When the last claim was granted after which the call may be sent.
  attempted_at timestamptz,
  -- NULL until the first claim.
  lease_ends_at timestamptz,
  -- When the outbox takes the call. NULL if it was never queued, and once its end was reported.
  due_at timestamptz,
  response_expires_at timestamptz,
  -- How many claims were granted since recorded_at.
  attempts integer NOT NULL,
  -- How often the outbox could not send or report the call.
  failures integer NOT NULL DEFAULT 0,
  account text COLLATE "C" NOT NULL,
  slot text COLLATE "C" NOT NULL,
  tracking_id text COLLATE "C" NOT NULL,
  -- Escaped as in a JSON string. NULL if tracking_id is not a digest.
  full_tracking_id text,
  operation text NOT NULL,
  state text COLLATE "C" NOT NULL,
  -- The state that the last claim replaced.
  claimed_from text COLLATE "C",
  key_id text NOT NULL,
  -- The last columns are JSON. Keyed digests of the request's fields.
  digests text NOT NULL,
  metadata text,
  response text,
  -- Only of the outbox, until the end was reported.
  request text,
  PRIMARY KEY (account, slot, tracking_id)
);

CREATE INDEX IF NOT EXISTS "numipay_intents_due" ON "numipay_intents" (account, due_at) WHERE due_at IS NOT NULL;

-- Only of what may be unresolved, so that a queued and an ended call have no entry.
CREATE INDEX IF NOT EXISTS "numipay_intents_state" ON "numipay_intents" (account, slot, tracking_id) WHERE state IN ('sending', 'unknown');

-- What was done once about a call, such as a refund.
CREATE TABLE IF NOT EXISTS "numipay_once_marks" (
  recorded_at timestamptz NOT NULL,
  account text COLLATE "C" NOT NULL,
  slot text COLLATE "C" NOT NULL,
  tracking_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  PRIMARY KEY (account, slot, tracking_id, name)
);

INSERT INTO "numipay_migrations" (version) VALUES (3) ON CONFLICT DO NOTHING;
