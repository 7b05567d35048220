import { createHash, timingSafeEqual } from "node:crypto";
import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Inject,
  Injectable,
  UnauthorizedException,
} from "@nestjs/common";
import { DeskSettings } from "../settings/desk-settings.js";
import { type DeskRequest, originOf } from "./origin-of.js";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Lets the operator through, by the office's password, which a browser then remembers. The user's name does not matter. */
@Injectable()
export class OfficeGuard implements CanActivate {
  constructor(@Inject(DeskSettings) private readonly settings: DeskSettings) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<DeskRequest>();
    const [scheme, credentials = ""] = (request.get("authorization") ?? "").split(" ");
    const given = Buffer.from(credentials, "base64").toString("utf8");
    const password = given.slice(given.indexOf(":") + 1);
    if (
      scheme !== "Basic" ||
      !timingSafeEqual(digest(password), digest(this.settings.officePassword))
    ) {
      http
        .getResponse<{ set(name: string, value: string): void }>()
        .set("www-authenticate", 'Basic realm="Office", charset="UTF-8"');
      throw new UnauthorizedException("The office needs its password");
    }
    // A form on another site would be sent with the remembered password. Programs name no origin.
    const origin = request.get("origin");
    if (request.method !== "GET" && origin !== undefined) {
      if (origin !== originOf(request, this.settings)) {
        throw new ForbiddenException("This form was not sent from a page of this desk");
      }
    }
    return true;
  }
}
