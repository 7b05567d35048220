import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from "@nestjs/common";
import { isNumipayError } from "@numipay/core";
import { errorPage } from "../pages/error-page.js";

/** The part of Express's response that the filter uses. */
interface ErrorResponse {
  headersSent: boolean;
  status(code: number): {
    json(body: object): void;
    type(name: string): { send(body: string): void };
  };
}

/**
 * Shows errors as pages to browsers, and as JSON to programs.
 *
 * Keeps request data out of error responses and logs. A body parser's error contains the body, which can include a card
 * number.
 */
@Catch()
export class RedactingExceptionFilter implements ExceptionFilter {
  readonly #logger = new Logger(RedactingExceptionFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<ErrorResponse>();
    const { status, message } = this.#read(error);
    if (response.headersSent) return;
    const request = http.getRequest<{ accepts(types: string[]): string | false }>();
    // Browsers prefer HTML. Programs that accept anything get JSON.
    if (request.accepts(["json", "html"]) === "html") {
      response.status(status).type("html").send(errorPage(status, message));
    } else response.status(status).json({ error: message });
  }

  #read(error: unknown): { status: number; message: string } {
    if (error instanceof HttpException && error.getStatus() !== 400) {
      return { status: error.getStatus(), message: error.message };
    }
    // The library's messages contain no secrets.
    if (isNumipayError(error)) {
      this.#logger.error(error.message);
      return { status: 502, message: "The payment gateway rejected the request." };
    }
    // An error of the body parser. The desk itself throws no 400.
    const { status } = new Object(error) as { status?: unknown };
    if (typeof status === "number" && status < 500) {
      return { status, message: "The request could not be parsed." };
    }
    this.#logger.error(describeOrigin(error));
    return { status: 500, message: "Internal server error." };
  }
}

/** Returns the error's name and origin, without its message, which may contain request data. */
function describeOrigin(error: unknown): string {
  if (!(error instanceof Error)) return "A value that is not an Error was thrown";
  return `${error.name} ${/^ +at .*$/m.exec(error.stack ?? "")?.[0].trim() ?? ""}`.trim();
}
