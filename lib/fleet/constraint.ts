import { Refusal } from "@/lib/kernel/refusal";

/** Waits for a write; a name that is taken is refused as a conflict with this message key, any other error passes. */
export function unlessTaken<T>(write: Promise<T>, messageKey: string): Promise<T> {
  return refusing(write, "P2002", messageKey);
}

/** Waits for a delete; a row that others still refer to is refused as a conflict with this message key. */
export function unlessUsed<T>(write: Promise<T>, messageKey: string): Promise<T> {
  return refusing(write, "P2003", messageKey);
}

async function refusing<T>(write: Promise<T>, code: string, messageKey: string): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if ((error as { code?: unknown }).code === code) throw new Refusal("conflict", messageKey);
    throw error;
  }
}
