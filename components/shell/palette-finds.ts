import { call } from "@/lib/http/call";

export type Find = { kind: "services" | "hosts"; name: string; href: string };

type Listed = { items: { id: string; slug?: string; name: string }[] };

async function listed(path: string): Promise<Listed["items"]> {
  // What a role may not see is simply not found.
  return call<Listed>("GET", path, { limit: 200 }).then(
    ({ items }) => items,
    () => [],
  );
}

/** Services and hosts by name, for the palette. */
export async function askFinds(): Promise<Find[]> {
  const [services, hosts] = await Promise.all([listed("/api/v1/services"), listed("/api/v1/hosts")]);
  return [
    ...services.map(({ id, slug, name }): Find => ({ kind: "services", name, href: `/services/${slug ?? id}` })),
    ...hosts.map(({ id, name }): Find => ({ kind: "hosts", name, href: `/hosts/${id}` })),
  ];
}
