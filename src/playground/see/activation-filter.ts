import type { Activation } from "../../index.js";
import { nameActivation } from "./seen-call.js";

/** Which records to show; `""` is every one. */
export interface ActivationFilter {
  readonly status: "" | "success" | "error";
  /** `service/function` */
  readonly name: string;
  /** In the name, the id, the logs or the result; upper and lower case are the same. */
  readonly text: string;
}

/** Those that pass, in their order. */
export function filterActivations(
  activations: readonly Activation[],
  { status, name, text }: ActivationFilter,
): Activation[] {
  const wanted = text.trim().toLowerCase();
  return activations.filter(
    (activation) =>
      (status === "" || (status === "success") === activation.response.success) &&
      (name === "" || nameActivation(activation) === name) &&
      (wanted === "" || toHaystack(activation).includes(wanted)),
  );
}

/** The functions that there are records of, in the order of the alphabet. */
export function listNames(activations: readonly Activation[]): string[] {
  return [...new Set(activations.map(nameActivation))].sort();
}

/** Records never change. */
const haystacks = new WeakMap<Activation, string>();

function toHaystack(activation: Activation): string {
  const known = haystacks.get(activation);
  if (known !== undefined) return known;
  const { activationId, logs, response } = activation;
  const parts = [
    nameActivation(activation),
    activationId,
    response.status,
    ...logs,
    JSON.stringify(response.result),
  ];
  const text = parts.join("\n").toLowerCase();
  haystacks.set(activation, text);
  return text;
}
