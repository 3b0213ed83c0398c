import type { Database } from "@/lib/platform/db/pools";

/** The id of the organization with that short name, or of the only one there is; throws one sentence otherwise. */
export async function findOrganization(database: Database, slug?: string): Promise<string> {
  const { rows } = await database.system.query<{ id: string; slug: string }>(
    "SELECT id, slug FROM organization ORDER BY created_at LIMIT 1000",
  );
  const wanted = slug === undefined ? rows : rows.filter((row) => row.slug === slug);
  if (wanted.length === 1 && wanted[0]) return wanted[0].id;
  if (rows.length === 0) throw new Error("There is no organization yet; start Nocturne once first.");
  throw new Error(`Name one organization with --organization: ${rows.map((row) => row.slug).join(", ")}`);
}
