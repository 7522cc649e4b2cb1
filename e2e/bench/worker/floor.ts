/** The least that a worker can do: the answer is made on the spot. */
import { answerWith } from "./answer.js";

answerWith((body) => body);
