import { Controller, Get, HttpCode, Post, UseGuards } from "@nestjs/common";
import { eventType, type NumipayEvent } from "@numipay/core";
import { NumipayWebhookGuard, WebhookEvent } from "@numipay/nestjs";
import { OfficeGuard } from "../web/office-guard.js";
import { devAccount } from "./dev-account.js";

const maxEvents = 50;

interface DevEvent {
  readonly type: string;
  readonly trackingId: string;
  readonly amount: string;
}

/** Receives the webhooks of a DEV key. They are verified and shown to the office, but not applied. */
@Controller("dev-webhooks")
export class DevWebhooksController {
  #events: readonly DevEvent[] = [];

  @Post()
  @HttpCode(200)
  @UseGuards(NumipayWebhookGuard.for(devAccount))
  receive(@WebhookEvent() event: NumipayEvent): void {
    const { tracking_id: trackingId, amount } = event;
    this.#events = [{ type: eventType(event), trackingId, amount }, ...this.#events].slice(
      0,
      maxEvents,
    );
  }

  @Get()
  @UseGuards(OfficeGuard)
  show(): readonly DevEvent[] {
    return this.#events;
  }
}
