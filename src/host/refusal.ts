import { addCors } from "../conventions/hypha/cors.js";
import { type HostErrorCode, toFailure } from "../conventions/hypha/failure.js";
import { toDetail } from "../conventions/rest/failure.js";
import type { Address } from "../route.js";
import { CallFailure } from "./call-failure.js";
import { toResponse } from "./http.js";

/** A refusal on its way to the one place that makes it an answer. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly code: HostErrorCode;

  constructor(status: number, code: HostErrorCode, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The worker's one place where errors become answers. */
export function toErrorResponse(error: unknown, request: Request, face: Address["face"]): Response {
  const { status, code, message } = toRefusal(error);
  const failure = (face === "services" ? toDetail : toFailure)(status, code, message);
  const headers = addCors(failure.headers, request.headers.get("origin"));
  if (status === 503) headers.push(["retry-after", "1"]);
  return toResponse({ ...failure, headers }, request.method);
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  // Nobody hears that the caller is gone.
  if (error instanceof CallFailure) return new Refusal(504, "deadline-exceeded", error.message);
  return new Refusal(500, "host-failed", `Internal Server Error: ${error}`);
}
