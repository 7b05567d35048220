import { Module } from "@nestjs/common";
import { HiresModule } from "../hires/hires-module.js";
import { RefundsModule } from "../refunds/refunds-module.js";
import { OfficeController } from "./office-controller.js";
import { PagesController } from "./pages-controller.js";

@Module({
  imports: [HiresModule, RefundsModule],
  controllers: [PagesController, OfficeController],
})
export class PagesModule {}
