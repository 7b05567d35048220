import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  Req,
  UseGuards,
} from "@nestjs/common";
import { DeskStore } from "../store/desk-store.js";
import type { Refund } from "../store/refund.js";
import { refundToJson } from "../store/to-json.js";
import { DeskSettings } from "../settings/desk-settings.js";
import { OfficeGuard } from "../web/office-guard.js";
import { type DeskRequest, originOf } from "../web/origin-of.js";
import { DecideRefund } from "./decide-refund.js";
import { RequestRefund } from "./request-refund.js";

/** The JSON API for refunds: customers request them, the operator decides. */
@Controller("api/refunds")
export class RefundsController {
  constructor(
    @Inject(RequestRefund) private readonly refunds: RequestRefund,
    @Inject(DecideRefund) private readonly office: DecideRefund,
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(DeskSettings) private readonly settings: DeskSettings,
  ) {}

  @Post()
  async request(@Body() form: Record<string, unknown> = {}, @Req() request: DeskRequest) {
    const hire = await this.store.findHire(String(form["hire"]));
    if (hire === null) throw new NotFoundException("Hire not found.");
    const returnUrl = `${originOf(request, this.settings)}/hires/${hire.id}`;
    const refund = await this.refunds.request(hire.id, returnUrl);
    if (refund === undefined) throw new ConflictException("This hire has no deposit to refund.");
    return { ...refundToJson(refund), url: refund.url ?? undefined };
  }

  @Get()
  @UseGuards(OfficeGuard)
  async list() {
    return (await this.store.listRefunds()).map(refundToJson);
  }

  @Get(":id")
  async show(@Param("id") id: string) {
    return refundToJson(await this.#find(id));
  }

  @Post(":id/approve")
  @HttpCode(200)
  @UseGuards(OfficeGuard)
  approve(@Param("id") id: string) {
    return this.#decide(id, "approve");
  }

  @Post(":id/reject")
  @HttpCode(200)
  @UseGuards(OfficeGuard)
  reject(@Param("id") id: string) {
    return this.#decide(id, "reject");
  }

  @Post(":id/look-up")
  @HttpCode(200)
  @UseGuards(OfficeGuard)
  async lookUp(@Param("id") id: string) {
    await this.office.lookUp(await this.#find(id));
    return refundToJson(await this.#find(id));
  }

  async #decide(id: string, decision: "approve" | "reject") {
    const isDecided = await this.office.decide(await this.#find(id), decision);
    const refund = await this.#find(id);
    if (isDecided) return refundToJson(refund);
    throw new ConflictException(`The refund is ${refund.state}.`);
  }

  async #find(id: string): Promise<Refund> {
    const refund = await this.store.findRefund(id);
    if (refund === null) throw new NotFoundException("Refund not found.");
    return refund;
  }
}
