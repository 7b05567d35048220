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
import { DeskStore, type Refund } from "../store/desk-store.js";
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
    const hire = this.store.hires.get(String(form["hire"]));
    if (hire === undefined) throw new NotFoundException("Hire not found.");
    const returnUrl = `${originOf(request, this.settings)}/hires/${hire.id}`;
    const refund = await this.refunds.request(hire, returnUrl);
    if (refund === undefined) throw new ConflictException("This hire has no deposit to refund.");
    return { ...refundToJson(refund), url: refund.url };
  }

  @Get()
  @UseGuards(OfficeGuard)
  list() {
    return [...this.store.refunds.values()].map(refundToJson);
  }

  @Get(":id")
  show(@Param("id") id: string) {
    return refundToJson(this.#find(id));
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
    const refund = this.#find(id);
    await this.office.lookUp(refund);
    return refundToJson(refund);
  }

  async #decide(id: string, decision: "approve" | "reject") {
    const refund = this.#find(id);
    if (await this.office.decide(refund, decision)) return refundToJson(refund);
    throw new ConflictException(`The refund is ${refund.state}.`);
  }

  #find(id: string): Refund {
    const refund = this.store.refunds.get(id);
    if (refund === undefined) throw new NotFoundException("Refund not found.");
    return refund;
  }
}
