import { Controller, Get, Inject, ServiceUnavailableException } from "@nestjs/common";
import { NumipayHealth, type NumipayHealthResult } from "@numipay/nestjs";

/** The health check for monitoring. It does not call the gateway, whose outage does not make the desk unhealthy. */
@Controller("health")
export class HealthController {
  constructor(@Inject(NumipayHealth) private readonly health: NumipayHealth) {}

  /** @throws ServiceUnavailableException when an inbox or a queue cannot store deliveries */
  @Get()
  async check(): Promise<NumipayHealthResult> {
    const result = await this.health.check();
    if (result.numipay.status === "down") {
      throw new ServiceUnavailableException("Webhooks cannot be stored.");
    }
    return result;
  }
}
