/** One situation, and what is firing in it. */
export interface AlertCase {
  title: string;
  /** Samples of each series, one a minute, in the notation of promtool: `0+1x60` counts up for an hour, `_` is no sample. */
  series: Readonly<Record<string, string>>;
  /** When to look. */
  atMinutes: number;
  /** How many alerts of each name fire. */
  firing: Readonly<Record<string, number>>;
}

type Labels = Readonly<Record<string, string>>;

function toSeries(metric: string, labels: Labels): string {
  const all = { job: "shop", instance: "a", ...labels };
  const pairs = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  return `${metric}{${pairs.join(",")}}`;
}

/** Deliveries whose signature was valid have an event type. */
const delivery = (outcome: string, labels: Labels = {}): string =>
  toSeries("numipay_webhook_delivery_duration_seconds_count", {
    numipay_source: "webhook",
    numipay_outcome: outcome,
    ...(outcome === "bad-signature" ? {} : { numipay_event_type: "deposit.successful" }),
    ...labels,
  });
const call = (outcome: string, labels: Labels = {}): string =>
  toSeries("numipay_client_call_duration_seconds_count", {
    numipay_operation: "payouts.request",
    numipay_outcome: outcome,
    ...labels,
  });
const attempt = (labels: Labels): string =>
  toSeries("numipay_client_attempts_total", { numipay_operation_id: "requestPayout", ...labels });
const outbox = (outcome: string): string =>
  toSeries("numipay_outbox_processed_total", {
    numipay_operation: "payouts.request",
    numipay_outcome: outcome,
  });
const deadLetters = toSeries("numipay_queue_dead_letters_total", {
  messaging_destination_name: "numipay-webhooks",
});
const ofAccount = (metric: string, labels: Labels = {}): string =>
  toSeries(`numipay_${metric}`, { numipay_account: "default", ...labels });

/** Restarted: the first process stops, and the second one begins. */
const second = { instance: "b" };

/** Soon after something went wrong, when it may still pass. */
const early: readonly AlertCase[] = [
  {
    title: "webhooks stopped little more than an hour ago",
    series: { [delivery("processed")]: "0+1x120 120+0x120" },
    atMinutes: 184,
    firing: {},
  },
  {
    title: "every signature has been invalid for four minutes",
    series: { [delivery("bad-signature")]: "0+1x60", [delivery("processed")]: "9+0x60" },
    atMinutes: 4,
    firing: {},
  },
  {
    title: "a third of the signatures has been invalid for 20 minutes",
    series: { [delivery("bad-signature")]: "0+1x90", [delivery("processed")]: "0+2x90" },
    atMinutes: 20,
    firing: {},
  },
  {
    title: "a tenth of the handlers has failed for 8 minutes",
    series: { [delivery("handler-failed")]: "0+1x60", [delivery("processed")]: "0+9x60" },
    atMinutes: 8,
    firing: {},
  },
  {
    title: "the inbox has been unavailable for 5 minutes",
    series: { [delivery("inbox-unavailable")]: "0+1x60" },
    atMinutes: 5,
    firing: {},
  },
  {
    title: "a fifth of the webhooks has been in progress for 10 minutes",
    series: { [delivery("in-progress")]: "0+1x60", [delivery("processed")]: "0+4x60" },
    atMinutes: 10,
    firing: {},
  },
  {
    title: "a run of reconcile is late",
    series: { [ofAccount("reconcile_last_complete_seconds")]: "0+0x120" },
    atMinutes: 48,
    firing: {},
  },
  {
    title: "a run of recover is late",
    series: { [ofAccount("recover_last_complete_seconds")]: "0+0x120" },
    atMinutes: 18,
    firing: {},
  },
  {
    title: "one run of recover failed",
    series: {
      [ofAccount("recover_duration_seconds_count", { numipay_outcome: "failed" })]: "_x5 1+0x60",
    },
    atMinutes: 20,
    firing: {},
  },
  {
    title: "the gateway has failed for 8 minutes",
    series: { [attempt({ error_type: "ECONNREFUSED" })]: "0+1x60" },
    atMinutes: 8,
    firing: {},
  },
  {
    title: "one percent of the requests fails in the gateway",
    series: {
      [attempt({ http_response_status_code: "503", error_type: "503" })]: "0+1x60",
      [attempt({ http_response_status_code: "200" })]: "0+99x60",
    },
    atMinutes: 30,
    firing: {},
  },
  {
    title: "calls have been undecided for 40 minutes",
    series: {
      [ofAccount("recover_undecided")]: "1+0x120",
      [ofAccount("recover_last_complete_seconds")]: "0+60x120",
    },
    atMinutes: 40,
    firing: {},
  },
];

/** What must not hide behind the traffic of others. */
const mixed: readonly AlertCase[] = [
  {
    title: "every signature is invalid while a worker empties its queue",
    series: {
      [delivery("bad-signature")]: "0+1x60",
      [delivery("processed", { numipay_source: "queue" })]: "0+9x60",
    },
    atMinutes: 20,
    firing: { NumipayAllSignaturesInvalid: 1 },
  },
  {
    title: "every signature has been invalid for an hour",
    series: { [delivery("bad-signature")]: "0+1x90" },
    atMinutes: 80,
    firing: { NumipayAllSignaturesInvalid: 1 },
  },
  {
    title: "a scanner sends malformed requests",
    series: { [delivery("malformed", { numipay_event_type: "" })]: "0+1x60" },
    atMinutes: 20,
    firing: {},
  },
  {
    title: "a third of the signatures is invalid beside a busy worker",
    series: {
      [delivery("bad-signature")]: "0+1x90",
      [delivery("processed")]: "0+2x90",
      [delivery("processed", { numipay_source: "queue" })]: "0+97x90",
    },
    atMinutes: 80,
    firing: { NumipaySomeSignaturesInvalid: 1 },
  },
  {
    title: "a fifth of the webhooks is in progress beside many forgeries",
    series: {
      [delivery("in-progress")]: "0+1x60",
      [delivery("processed")]: "0+4x60",
      [delivery("bad-signature")]: "0+90x60",
    },
    atMinutes: 40,
    firing: { NumipayInProgressStorm: 1, NumipaySomeSignaturesInvalid: 1 },
  },
  {
    title: "the process that recovers has ended",
    series: { [ofAccount("recover_last_complete_seconds")]: "0+0x10" },
    atMinutes: 30,
    firing: { NumipayRecoverLag: 1 },
  },
];

export const alertCases: readonly AlertCase[] = [
  ...early,
  ...mixed,
  {
    title: "nothing is measured",
    series: {},
    atMinutes: 60,
    firing: {},
  },
  {
    title: "everything works",
    series: {
      [delivery("processed")]: "0+10x300",
      [delivery("duplicate")]: "0+1x300",
      [delivery("stale")]: "0+1x300",
      [call("succeeded")]: "0+5x300",
      [attempt({ http_response_status_code: "200" })]: "0+5x300",
      [outbox("confirmed")]: "0+1x300",
      [outbox("unknown")]: "0+0x300",
      [outbox("failed")]: "0+0x300",
      [deadLetters]: "0+0x300",
      [ofAccount("reconcile_duration_seconds_count", { numipay_outcome: "complete" })]: "0+1x300",
      [ofAccount("reconcile_last_complete_seconds")]: "0+60x300",
      [ofAccount("reconcile_set_aside")]: "0+0x300",
      [ofAccount("recover_duration_seconds_count", { numipay_outcome: "complete" })]: "0+1x300",
      [ofAccount("recover_last_complete_seconds")]: "0+60x300",
      [ofAccount("recover_undecided")]: "0+0x300",
    },
    atMinutes: 100,
    firing: {},
  },
  {
    title: "webhooks stopped",
    series: { [delivery("processed")]: "0+1x120 120+0x120" },
    atMinutes: 200,
    firing: { NumipayNoDeliveries: 1 },
  },
  {
    title: "webhooks stopped with a deployment",
    series: {
      [delivery("processed")]: "0+1x120",
      [delivery("bad-signature", second)]: "_x121 1+1x120",
    },
    atMinutes: 200,
    firing: { NumipayNoDeliveries: 1, NumipayAllSignaturesInvalid: 1 },
  },
  {
    title: "one webhook arrived after a deployment",
    series: { [delivery("processed")]: "0+1x120", [delivery("processed", second)]: "_x150 1+0x60" },
    atMinutes: 200,
    firing: {},
  },
  {
    title: "a queue's worker had no event for a while",
    series: { [delivery("processed", { numipay_source: "queue" })]: "0+1x120 120+0x120" },
    atMinutes: 200,
    firing: {},
  },
  {
    title: "every signature is invalid",
    series: { [delivery("bad-signature")]: "0+1x60", [delivery("processed")]: "9+0x60" },
    atMinutes: 20,
    firing: { NumipayAllSignaturesInvalid: 1 },
  },
  {
    title: "one forged delivery arrived at night",
    series: { [delivery("bad-signature")]: "0 1+0x60", [delivery("processed")]: "9+0x60" },
    atMinutes: 10,
    firing: {},
  },
  {
    title: "a third of the signatures is invalid",
    series: { [delivery("bad-signature")]: "0+1x90", [delivery("processed")]: "0+2x90" },
    atMinutes: 80,
    firing: { NumipaySomeSignaturesInvalid: 1 },
  },
  {
    title: "one percent of the signatures is invalid",
    series: { [delivery("bad-signature")]: "0+1x90", [delivery("processed")]: "0+99x90" },
    atMinutes: 80,
    firing: {},
  },
  {
    title: "a tenth of the handlers of two event types fails",
    series: {
      [delivery("handler-failed")]: "0+1x60",
      [delivery("processed")]: "0+9x60",
      [delivery("handler-failed", { numipay_event_type: "deposit.rejected" })]: "0+1x60",
      [delivery("processed", { numipay_event_type: "deposit.rejected" })]: "0+9x60",
    },
    atMinutes: 40,
    firing: { NumipayHandlerFailures: 2 },
  },
  {
    title: "the handlers of a worker fail",
    series: {
      [delivery("queued")]: "0+99x60",
      [delivery("handler-failed", { numipay_source: "queue" })]: "0+1x60",
      [delivery("processed", { numipay_source: "queue" })]: "0+9x60",
    },
    atMinutes: 40,
    firing: { NumipayHandlerFailures: 1 },
  },
  {
    title: "one percent of the handlers fails",
    series: { [delivery("handler-failed")]: "0+1x60", [delivery("processed")]: "0+99x60" },
    atMinutes: 40,
    firing: {},
  },
  {
    title: "the inbox is unavailable",
    series: { [delivery("inbox-unavailable")]: "0+1x60" },
    atMinutes: 15,
    firing: { NumipayInboxUnavailable: 1 },
  },
  {
    title: "the database failed over within two minutes",
    series: { [delivery("inbox-unavailable")]: "0 5 9 9+0x60" },
    atMinutes: 9,
    firing: {},
  },
  {
    title: "a fifth of the webhooks is in progress",
    series: { [delivery("in-progress")]: "0+1x60", [delivery("processed")]: "0+4x60" },
    atMinutes: 40,
    firing: { NumipayInProgressStorm: 1 },
  },
  {
    title: "some webhooks are in progress",
    series: { [delivery("in-progress")]: "0+1x60", [delivery("processed")]: "0+50x60" },
    atMinutes: 40,
    firing: {},
  },
  {
    title: "the gateway contradicts webhooks",
    series: { [delivery("unconfirmed")]: "0+1x60" },
    atMinutes: 50,
    firing: { NumipayUnconfirmed: 1 },
  },
  {
    title: "the gateway's status lagged behind",
    series: { [delivery("unconfirmed")]: "0 5+0x60" },
    atMinutes: 14,
    firing: {},
  },
  ...["conflict", "unreadable", "unhandled"].flatMap((outcome): AlertCase[] => {
    const alert = {
      conflict: "NumipayConflict",
      unreadable: "NumipayUnreadable",
      unhandled: "NumipayUnhandledEvents",
    }[outcome] as string;
    return [
      {
        title: `the first ${outcome} event arrived`,
        series: { [delivery(outcome)]: "_x70 1+0x60" },
        atMinutes: 75,
        firing: { [alert]: 1 },
      },
      {
        title: `another ${outcome} event arrived`,
        series: { [delivery(outcome)]: "5+0x70 6+0x60" },
        atMinutes: 75,
        firing: { [alert]: 1 },
      },
      {
        title: `the last ${outcome} event was two hours ago`,
        series: { [delivery(outcome)]: "1+0x200", [delivery("processed")]: "0+1x200" },
        atMinutes: 130,
        firing: {},
      },
    ];
  }),
  {
    title: "a pending event has no handler",
    series: { [delivery("unhandled", { numipay_event_type: "deposit.pending" })]: "_x70 1+1x60" },
    atMinutes: 75,
    firing: {},
  },
  {
    title: "the first event became a dead letter",
    series: { [deadLetters]: "_x70 1+0x60" },
    atMinutes: 75,
    firing: { NumipayDeadLetters: 1 },
  },
  {
    title: "an event became a dead letter",
    series: { [deadLetters]: "0+0x70 1+0x60" },
    atMinutes: 75,
    firing: { NumipayDeadLetters: 1 },
  },
  {
    title: "the last dead letter is old",
    series: { [deadLetters]: "4+0x200" },
    atMinutes: 130,
    firing: {},
  },
  {
    title: "reconcile has not completed for an hour",
    series: { [ofAccount("reconcile_last_complete_seconds")]: "0+0x120" },
    atMinutes: 60,
    firing: { NumipayReconcileLag: 1 },
  },
  {
    title: "the process that reconciled has ended",
    series: { [ofAccount("reconcile_last_complete_seconds")]: "0+0x10" },
    atMinutes: 60,
    firing: { NumipayReconcileLag: 1 },
  },
  {
    title: "another process reconciles",
    series: {
      [ofAccount("reconcile_last_complete_seconds")]: "0+0x120",
      [ofAccount("reconcile_last_complete_seconds", second)]: "0+60x120",
    },
    atMinutes: 60,
    firing: {},
  },
  {
    title: "every run of reconcile fails",
    series: {
      [ofAccount("reconcile_duration_seconds_count", { numipay_outcome: "failed" })]: "_x5 1+1x60",
    },
    atMinutes: 20,
    firing: { NumipayReconcileFailing: 1 },
  },
  {
    title: "one run of reconcile failed",
    series: {
      [ofAccount("reconcile_duration_seconds_count", { numipay_outcome: "failed" })]: "_x5 1+0x60",
    },
    atMinutes: 20,
    firing: {},
  },
  {
    title: "a run of reconcile completes after several that failed",
    series: {
      [ofAccount("reconcile_duration_seconds_count", { numipay_outcome: "failed" })]: "_x5 1+1x60",
      [ofAccount("reconcile_duration_seconds_count", { numipay_outcome: "complete" })]:
        "_x10 1+0x60",
    },
    atMinutes: 20,
    firing: {},
  },
  {
    title: "the last complete run of reconcile was two hours ago",
    series: {
      [ofAccount("reconcile_duration_seconds_count", { numipay_outcome: "failed" })]: "0+1x200",
      [ofAccount("reconcile_duration_seconds_count", { numipay_outcome: "complete" })]: "1+0x200",
    },
    atMinutes: 130,
    firing: { NumipayReconcileFailing: 1 },
  },
  {
    title: "one of many runs of reconcile completes",
    series: {
      [ofAccount("reconcile_duration_seconds_count", { numipay_outcome: "failed" })]: "0+1x130",
      [ofAccount("reconcile_duration_seconds_count", { numipay_outcome: "complete" })]:
        "5+0x70 6+0x60",
    },
    atMinutes: 75,
    firing: {},
  },
  {
    title: "some runs of reconcile fail",
    series: {
      [ofAccount("reconcile_duration_seconds_count", { numipay_outcome: "failed" })]: "_x5 1+1x60",
      [ofAccount("reconcile_duration_seconds_count", { numipay_outcome: "complete" })]:
        "9 9 10+0x60",
    },
    atMinutes: 20,
    firing: {},
  },
  {
    title: "transactions are set aside",
    series: {
      [ofAccount("reconcile_set_aside")]: "2+0x60",
      [ofAccount("reconcile_last_complete_seconds")]: "0+60x60",
    },
    atMinutes: 10,
    firing: { NumipaySetAside: 1 },
  },
  {
    title: "a later run in another process set nothing aside",
    series: {
      [ofAccount("reconcile_set_aside")]: "2+0x60",
      [ofAccount("reconcile_last_complete_seconds")]: "0+0x60",
      [ofAccount("reconcile_set_aside", second)]: "0+0x60",
      [ofAccount("reconcile_last_complete_seconds", second)]: "0+60x60",
    },
    atMinutes: 10,
    firing: {},
  },
  {
    title: "the first call has an unknown outcome",
    series: { [call("unknown")]: "_x70 1+0x60" },
    atMinutes: 75,
    firing: { NumipayUnknownOutcomes: 1 },
  },
  {
    title: "another call has an unknown outcome",
    series: { [call("unknown")]: "5+0x70 6+0x60" },
    atMinutes: 75,
    firing: { NumipayUnknownOutcomes: 1 },
  },
  {
    title: "the first call of the outbox has an unknown outcome",
    series: { [outbox("unknown")]: "_x70 1+0x60" },
    atMinutes: 75,
    firing: { NumipayUnknownOutcomes: 1 },
  },
  {
    title: "a call of the outbox has an unknown outcome",
    series: { [outbox("unknown")]: "0+0x70 1+0x60" },
    atMinutes: 75,
    firing: { NumipayUnknownOutcomes: 1 },
  },
  {
    title: "the last unknown outcome is old",
    series: { [call("unknown")]: "3+0x200", [outbox("unknown")]: "3+0x200" },
    atMinutes: 130,
    firing: {},
  },
  {
    title: "calls stay undecided",
    series: {
      [ofAccount("recover_undecided")]: "1+0x120",
      [ofAccount("recover_last_complete_seconds")]: "0+60x120",
    },
    atMinutes: 70,
    firing: { NumipayUndecidedCalls: 1 },
  },
  {
    title: "a call was decided within the hour",
    series: {
      [ofAccount("recover_undecided")]: "1+0x50 0+0x60",
      [ofAccount("recover_last_complete_seconds")]: "0+60x120",
    },
    atMinutes: 70,
    firing: {},
  },
  {
    title: "a later run in another process decided everything",
    series: {
      [ofAccount("recover_undecided")]: "1+0x120",
      [ofAccount("recover_last_complete_seconds")]: "0+0x120",
      [ofAccount("recover_undecided", second)]: "_ 0+0x120",
      [ofAccount("recover_last_complete_seconds", second)]: "_ 60+60x120",
    },
    atMinutes: 70,
    firing: {},
  },
  {
    title: "recover has not completed for half an hour",
    series: { [ofAccount("recover_last_complete_seconds")]: "0+0x60" },
    atMinutes: 30,
    firing: { NumipayRecoverLag: 1 },
  },
  {
    title: "every run of recover fails",
    series: {
      [ofAccount("recover_duration_seconds_count", { numipay_outcome: "failed" })]: "_x5 1+1x60",
    },
    atMinutes: 20,
    firing: { NumipayRecoverFailing: 1 },
  },
  {
    title: "a run of recover completes after several that failed",
    series: {
      [ofAccount("recover_duration_seconds_count", { numipay_outcome: "failed" })]: "_x5 1+1x60",
      [ofAccount("recover_duration_seconds_count", { numipay_outcome: "complete" })]: "_x10 1+0x60",
    },
    atMinutes: 20,
    firing: {},
  },
  {
    title: "the last complete run of recover was two hours ago",
    series: {
      [ofAccount("recover_duration_seconds_count", { numipay_outcome: "failed" })]: "0+1x200",
      [ofAccount("recover_duration_seconds_count", { numipay_outcome: "complete" })]: "1+0x200",
    },
    atMinutes: 130,
    firing: { NumipayRecoverFailing: 1 },
  },
  {
    title: "one of many runs of recover completes",
    series: {
      [ofAccount("recover_duration_seconds_count", { numipay_outcome: "failed" })]: "0+1x130",
      [ofAccount("recover_duration_seconds_count", { numipay_outcome: "complete" })]:
        "5+0x70 6+0x60",
    },
    atMinutes: 75,
    firing: {},
  },
  {
    title: "some runs of recover fail",
    series: {
      [ofAccount("recover_duration_seconds_count", { numipay_outcome: "failed" })]: "_x5 1+1x60",
      [ofAccount("recover_duration_seconds_count", { numipay_outcome: "complete" })]: "9 9 10+0x60",
    },
    atMinutes: 20,
    firing: {},
  },
  {
    title: "the outbox fails",
    series: { [outbox("failed")]: "0+1x60" },
    atMinutes: 40,
    firing: { NumipayOutboxFailing: 1 },
  },
  {
    title: "the outbox failed once",
    series: { [outbox("failed")]: "0 1+0x60" },
    atMinutes: 10,
    firing: {},
  },
  {
    title: "a third of the requests fails in the gateway",
    series: {
      [attempt({ http_response_status_code: "503", error_type: "503" })]: "0+1x60",
      [attempt({ http_response_status_code: "200" })]: "0+2x60",
    },
    atMinutes: 30,
    firing: { NumipayGatewayErrors: 1 },
  },
  {
    title: "no request reaches the gateway",
    series: { [attempt({ error_type: "ECONNREFUSED" })]: "0+1x60" },
    atMinutes: 30,
    firing: { NumipayGatewayErrors: 1 },
  },
  {
    title: "the gateway rejects requests",
    series: {
      [attempt({ http_response_status_code: "422", error_type: "422" })]: "0+1x60",
      [attempt({ http_response_status_code: "200" })]: "0+1x60",
    },
    atMinutes: 30,
    firing: {},
  },
];
