export const REFUSAL_STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  "too-large": 413,
  unsupported: 415,
  unprocessable: 422,
  "too-many": 429,
  unavailable: 503,
} as const;

export type RefusalCode = keyof typeof REFUSAL_STATUS;
export type RefusalDetails = Readonly<Record<string, string | number | boolean | null>>;

/** One field of the input that is wrong: where (`targets.apiMs`) and the message key that says why. */
export type FieldRefusal = { path: string; messageKey: string; details?: RefusalDetails };

/** Anything a caller may cause: a code that maps to one status, and a message key said in the caller's language. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly messageKey: string,
    readonly details: RefusalDetails = {},
    readonly fields: readonly FieldRefusal[] = [],
  ) {
    super(`${code}: ${messageKey} ${JSON.stringify(details)}`);
    this.name = "Refusal";
  }

  get status(): number {
    return REFUSAL_STATUS[this.code];
  }
}

/** Whether a thrown value is a Refusal, also one made by another bundle of this module. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === "Refusal" && "messageKey" in error;
}
