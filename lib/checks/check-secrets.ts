import type { CheckConfig } from "@/lib/checks/check-config";
import { secretPlace } from "@/lib/fleet/assigned-check";
import { seal, unseal } from "@/lib/platform/sealed";

type Row = { organizationId: string; id: string };

/** The sealed column of a check's secret fields; null when there are none. */
export function sealSecrets(installationSecret: string, row: Row, secret: CheckConfig): Uint8Array<ArrayBuffer> | null {
  if (Object.keys(secret).length === 0) return null;
  return seal(installationSecret, secretPlace(row), JSON.stringify(secret));
}

/** A check's secret fields; empty when it has none. */
export function openSecrets(installationSecret: string, row: Row & { secret: Uint8Array | null }): CheckConfig {
  if (row.secret === null) return {};
  return JSON.parse(unseal(installationSecret, secretPlace(row), row.secret)) as CheckConfig;
}
