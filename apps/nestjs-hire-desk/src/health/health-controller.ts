import { Controller, Get, Inject, ServiceUnavailableException } from "@nestjs/common";
import { NumipayHealth, type NumipayHealthResult } from "@numipay/nestjs";

/** For whatever watches the desk. The gateway is not called: its outage is not the desk's. */
@Controller("health")
export class HealthController {
  constructor(@Inject(NumipayHealth) private readonly health: NumipayHealth) {}

  /** @throws ServiceUnavailableException when a webhook could not be recorded or stored now */
  @Get()
  async check(): Promise<NumipayHealthResult> {
    const result = await this.health.check();
    if (result.numipay.status === "down") {
      throw new ServiceUnavailableException("The webhooks have no store");
    }
    return result;
  }
}
