"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { CallRefused } from "@/lib/http/call";

/**
 * Sends a form. `errorAt` finds what the console said about a field or anything inside it; `message` is what it said of the whole;
 * after a refusal the first wrong field gets the focus.
 */
export function useSubmit<Input, Output>(send: (input: Input) => Promise<Output>, onDone: (output: Output) => void) {
  const form = useRef<HTMLFormElement>(null);
  const { mutate, error, isPending, reset } = useMutation({ mutationFn: send, onSuccess: onDone });
  const problem = error instanceof CallRefused ? error.problem : undefined;
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [problem]);
  const errorAt = (path: string) =>
    problem?.errors?.find((one) => one.path === path || one.path.startsWith(`${path}.`))?.detail;
  return { form, submit: mutate, isPending, reset, errorAt, message: problem?.title ?? error?.message, problem };
}
