"use client";

import { useQuery } from "@tanstack/react-query";
import { call } from "@/lib/http/call";
import type { Permission } from "@/lib/identity/permissions";

export type Me = {
  actor: { kind: string; id: string; name: string; sessionId?: string };
  permissions: readonly Permission[];
};

/** Who is signed in, asked once per page life. */
function useMe(): Me | undefined {
  const { data } = useQuery({
    queryKey: ["me"],
    queryFn: ({ signal }) => call<Me>("GET", "/api/v1/me", {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** Whether the signed-in person may do something; false until it is known, so that nothing is offered and then taken away. */
export function useMay(): (permission: Permission) => boolean {
  const me = useMe();
  return (permission) => me?.permissions.includes(permission) ?? false;
}
