import { Inject, Injectable, Logger, type OnModuleDestroy } from "@nestjs/common";
import { Cron } from "@nestjs/schedule";
import { type Journal, type Numipay, recover } from "@numipay/core";
import { InjectNumipay } from "@numipay/nestjs";

@Injectable()
export class Recoverer implements OnModuleDestroy {
  private readonly log = new Logger(Recoverer.name);
  private readonly stopping = new AbortController();

  constructor(
    @InjectNumipay() private readonly numipay: Numipay,
    // { provide: "JOURNAL", useValue: journal }
    @Inject("JOURNAL") private readonly journal: Journal,
  ) {}

  onModuleDestroy() {
    this.stopping.abort();
  }

  // Skips a run that is due while another is in progress.
  @Cron("*/5 * * * *", { waitForCompletion: true })
  async run() {
    const { numipay, journal, log } = this;
    const { signal } = this.stopping;
    try {
      const { counts } = await recover({ numipay, journal, signal });
      if (counts.unknown + counts.failed > 0) log.error(counts);
    } catch (error) {
      if (!signal.aborted) log.error(error);
    }
  }
}
