import type { ContentfulStatusCode } from "hono/utils/http-status";

/** A refusal: its status, what is wrong, and which field it is about. The shape of the real gateway's errors is unknown. */
export class ApiProblem extends Error {
  readonly status: ContentfulStatusCode;
  readonly field: string | undefined;

  constructor(status: ContentfulStatusCode, message: string, field?: string) {
    super(message);
    this.name = "ApiProblem";
    this.status = status;
    this.field = field;
  }

  /** The body of the answer. */
  toJSON(): { message: string; field?: string } {
    return this.field === undefined
      ? { message: this.message }
      : { message: this.message, field: this.field };
  }
}
