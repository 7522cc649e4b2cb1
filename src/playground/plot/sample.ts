/** How long one call took. */
export interface Sample {
  /** When it began; epoch milliseconds. */
  readonly time: number;
  readonly milliseconds: number;
  /** `service/function` */
  readonly name: string;
  readonly isFailed: boolean;
}
