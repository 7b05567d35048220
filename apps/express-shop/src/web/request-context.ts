// Typed access to `response.locals` and to the form of a request.
import type { Request, Response } from "express";
import type { Order, Withdrawal } from "../store/store.js";

interface Locals {
  customer: string;
  order: Order;
  withdrawal: Withdrawal;
}

export function setLocal<Name extends keyof Locals>(
  response: Response,
  name: Name,
  value: Locals[Name],
): void {
  response.locals[name] = value;
}

/** Throws if no middleware set the value. */
export function getLocal<Name extends keyof Locals>(response: Response, name: Name): Locals[Name] {
  const locals: Partial<Locals> = response.locals;
  const value = locals[name];
  if (value === undefined) throw new Error(`No middleware set response.locals.${name}.`);
  return value;
}

/** The fields of a form. A value is an array if the field was sent several times. */
export type FormFields = Record<string, unknown>;

export function readForm(request: Request): FormFields {
  const body: unknown = request.body;
  return typeof body === "object" && body !== null ? { ...body } : {};
}
