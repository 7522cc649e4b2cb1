/**
 * The floor with streamed bodies: Chromium makes a Blob of any other, which the page then reads from the browser's
 * process.
 */
import { answerWith } from "./answer.js";

answerWith(
  (body) =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(typeof body === "string" ? new TextEncoder().encode(body) : body);
        controller.close();
      },
    }),
);
