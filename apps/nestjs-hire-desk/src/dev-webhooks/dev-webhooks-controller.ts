import { Controller, Get, HttpCode, Post, UseGuards } from "@nestjs/common";
import { eventType, type NumipayEvent } from "@numipay/core";
import { NumipayWebhookGuard, WebhookEvent } from "@numipay/nestjs";
import { OfficeGuard } from "../web/office-guard.js";
import { rehearsalAccount } from "./rehearsal-account.js";

const mostEvents = 50;

/** A webhook of the rehearsal, as the office sees it. */
interface RehearsedEvent {
  readonly type: string;
  readonly trackingId: string;
  readonly amount: string;
}

/** Takes the webhooks of a DEV key. They are verified and shown, and change nothing: no handler is called, nothing is booked. */
@Controller("rehearsal")
export class RehearsalController {
  #events: readonly RehearsedEvent[] = [];

  @Post()
  @HttpCode(200)
  @UseGuards(NumipayWebhookGuard.for(rehearsalAccount))
  take(@WebhookEvent() event: NumipayEvent): void {
    const { tracking_id: trackingId, amount } = event;
    this.#events = [{ type: eventType(event), trackingId, amount }, ...this.#events].slice(
      0,
      mostEvents,
    );
  }

  @Get()
  @UseGuards(OfficeGuard)
  show(): readonly RehearsedEvent[] {
    return this.#events;
  }
}
