import {
  Body,
  Controller,
  Get,
  Inject,
  NotFoundException,
  Param,
  Post,
  Req,
  UnprocessableEntityException,
} from "@nestjs/common";
import { DeskStore } from "../store/desk-store.js";
import { hireToJson } from "../store/to-json.js";
import { DeskSettings } from "../settings/desk-settings.js";
import { type DeskRequest, originOf } from "../web/origin-of.js";
import { Card } from "./card.js";
import { ChargeDeposit } from "./charge-deposit.js";
import { findTool, tools } from "./tools.js";

/** The JSON API for customers. */
@Controller("api")
export class HiresController {
  constructor(
    @Inject(ChargeDeposit) private readonly deposits: ChargeDeposit,
    @Inject(DeskStore) private readonly store: DeskStore,
    @Inject(DeskSettings) private readonly settings: DeskSettings,
  ) {}

  @Get("tools")
  list() {
    return tools;
  }

  @Post("hires")
  async hire(@Body() form: Record<string, unknown> = {}, @Req() request: DeskRequest) {
    const tool = findTool(form["tool"]);
    if (tool === undefined)
      throw new UnprocessableEntityException("tool must be the id of one of our tools.");
    const origin = originOf(request, this.settings);
    const card = Card.read(form);
    return hireToJson(await this.deposits.charge(tool, card, ({ id }) => `${origin}/hires/${id}`));
  }

  @Get("hires/:id")
  async show(@Param("id") id: string) {
    const hire = await this.store.findHire(id);
    if (hire === null) throw new NotFoundException("Hire not found.");
    return hireToJson(hire);
  }
}
