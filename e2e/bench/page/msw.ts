import { HttpResponse, http } from "msw";
import { setupWorker } from "msw/browser";
import { BYTES_TYPE, getLarge, JSON_TYPE, SMALL, toReceipt } from "../payload.js";

/** All but the last handler are for other URLs. */
export async function start(handlers: number): Promise<void> {
  const others = Array.from({ length: handlers - 1 }, (_, i) =>
    http.get(`/W/apps/S/function-${i}`, () => HttpResponse.text("")),
  );
  const worker = setupWorker(...others, http.all("/W/apps/S/:name", handle));
  await worker.start({ quiet: true, onUnhandledFrame: "bypass" });
}

async function handle({ request, params }: { request: Request; params: Record<string, unknown> }) {
  if (params.name === "small") return new HttpResponse(SMALL, { headers: JSON_TYPE });
  if (params.name === "down") return new HttpResponse(getLarge(), { headers: BYTES_TYPE });
  const bytes = new Uint8Array(await request.arrayBuffer());
  return new HttpResponse(toReceipt(bytes, new URL(request.url).search), { headers: JSON_TYPE });
}
