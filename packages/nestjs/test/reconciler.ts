import { Injectable, Logger, type OnModuleDestroy } from "@nestjs/common";
import { Cron } from "@nestjs/schedule";
import { type EventRegistry, type Numipay, reconcile } from "@numipay/core";
import { InjectNumipay, InjectNumipayWebhook } from "@numipay/nestjs";

@Injectable()
export class Reconciler implements OnModuleDestroy {
  private readonly log = new Logger(Reconciler.name);
  private readonly stopping = new AbortController();

  constructor(
    @InjectNumipay() private readonly numipay: Numipay,
    @InjectNumipayWebhook() private readonly webhook: EventRegistry<unknown>,
  ) {}

  onModuleDestroy() {
    this.stopping.abort();
  }

  // Skips a run that is due while another is in progress.
  @Cron("*/15 * * * *", { waitForCompletion: true })
  async run() {
    const { numipay, webhook, log } = this;
    const { signal } = this.stopping;
    try {
      for await (const { outcome, transaction, error } of reconcile({ numipay, webhook, signal })) {
        log.log(`${outcome} ${transaction.tracking_id}`);
        if (error !== undefined) log.error(error);
      }
    } catch (error) {
      if (!signal.aborted) log.error(error);
    }
  }
}
