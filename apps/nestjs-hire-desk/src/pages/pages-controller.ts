import { setImmediate } from "node:timers/promises";
import {
  type BeforeApplicationShutdown,
  Body,
  Controller,
  Get,
  Header,
  Inject,
  type MessageEvent,
  NotFoundException,
  Param,
  Post,
  Redirect,
  Req,
  Res,
  Sse,
} from "@nestjs/common";
import { type Observable, Subject, takeUntil } from "rxjs";
import { Card } from "../hires/card.js";
import { ChargeDeposit } from "../hires/charge-deposit.js";
import { findTool } from "../hires/tools.js";
import { RequestRefund } from "../refunds/request-refund.js";
import { DeskSettings } from "../settings/desk-settings.js";
import { DeskStore } from "../store/desk-store.js";
import type { Hire } from "../store/hire.js";
import { accounts, Ledger } from "../store/ledger.js";
import { type DeskRequest, originOf } from "../web/origin-of.js";
import { streamView } from "../web/stream-view.js";
import { homePage } from "./home-page.js";
import { type HirePage, hirePage, hireView } from "./hire-page.js";

const asHtml = ["content-type", "text/html; charset=utf-8"] as const;

/** The part of Express's response that the card form uses. */
interface FormResponse {
  status(code: number): { type(name: string): { send(body: string): void } };
  redirect(status: number, url: string): void;
}

/** The customer's pages. */
@Controller()
export class PagesController implements BeforeApplicationShutdown {
  readonly #closing = new Subject<void>();

  constructor(
    @Inject(ChargeDeposit) private readonly deposits: ChargeDeposit,
    @Inject(RequestRefund) private readonly refunds: RequestRefund,
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(DeskSettings) private readonly settings: DeskSettings,
  ) {}

  @Get()
  @Header(...asHtml)
  home() {
    return homePage();
  }

  @Post("hires")
  async hire(
    @Body() form: Record<string, unknown> = {},
    @Req() request: DeskRequest,
    @Res() response: FormResponse,
  ) {
    const tool = findTool(form["tool"]);
    const invalid = Card.findInvalid(form);
    if (tool === undefined || invalid.length > 0) {
      const kept = keepFields(form);
      response.status(422).type("html").send(homePage({ invalid, kept }, form["tool"]));
      return;
    }
    const toReturnUrl = ({ id }: Hire) => `${originOf(request, this.settings)}/hires/${id}`;
    const hire = await this.deposits.charge(tool, Card.read(form), toReturnUrl);
    const bankUrl = hire.state === "challenge" ? hire.challengeUrl : undefined;
    response.redirect(303, bankUrl ?? `/hires/${hire.id}`);
  }

  @Get("hires/:id")
  @Header(...asHtml)
  async show(@Param("id") id: string) {
    return hirePage(await this.#read(id));
  }

  @Sse("hires/:id/events")
  async follow(@Param("id") id: string): Promise<Observable<MessageEvent>> {
    // An unknown hire is a 404, not a stream that fails.
    await this.#read(id);
    const render = async () => hireView(await this.#read(id));
    return streamView(render).pipe(takeUntil(this.#closing));
  }

  @Post("hires/:id/return")
  @Redirect()
  async returnTool(@Param("id") id: string, @Req() request: DeskRequest) {
    const returnUrl = `${originOf(request, this.settings)}/hires/${id}`;
    const { hire } = await this.#read(id);
    const refund = await this.refunds.request(hire.id, returnUrl);
    return { url: refund?.url ?? `/hires/${id}`, statusCode: 303 };
  }

  /** Open streams would keep the server from closing. Their connections are idle, and so closed with it, after a turn. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#closing.next();
    await setImmediate();
  }

  async #read(id: string): Promise<HirePage> {
    const hire = await this.store.findHire(id);
    if (hire === null) throw new NotFoundException("Hire not found.");
    const refunds = await this.store.listRefunds(hire);
    const balance = await this.ledger.balance(accounts.deposit(hire.customer));
    return { hire, refunds, canReturn: hire.state === "paid" && balance >= hire.cents };
  }
}

/** Never the card's number or CVV: those are not sent back. */
function keepFields({ card_holder, expiry_month, expiry_year }: Record<string, unknown>) {
  const keep = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    card_holder: keep(card_holder),
    expiry_month: keep(expiry_month),
    expiry_year: keep(expiry_year),
  };
}
