import type { ContentfulStatusCode } from "hono/utils/http-status";

/** An error response. The shape of the real gateway's errors is not documented. */
export class ApiProblem extends Error {
  readonly status: ContentfulStatusCode;
  readonly field: string | undefined;

  constructor(status: ContentfulStatusCode, message: string, field?: string) {
    super(message);
    this.name = "ApiProblem";
    this.status = status;
    this.field = field;
  }

  /** The response body. */
  toJSON(): { message: string; field?: string } {
    return this.field === undefined
      ? { message: this.message }
      : { message: this.message, field: this.field };
  }
}
