import { addCors } from "../conventions/hypha/cors.js";
import { toFailure } from "../conventions/hypha/failure.js";
import { Refusal } from "../conventions/refusal.js";
import { toDetail } from "../conventions/rest/detail.js";
import type { Address } from "../route.js";
import { CallFailure } from "./call-failure.js";
import { toResponse } from "./http.js";

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
