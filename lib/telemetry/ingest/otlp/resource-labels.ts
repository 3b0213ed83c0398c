import type { Attributes } from "@/lib/telemetry/ingest/otlp/attributes";

/**
 * Which resource attributes become labels, and their names here. All others stay off metrics: they would make a new series with each
 * restart or release. `service`, `host`, `region` and `instance` are the words that the inventory and the collectors use.
 */
const RESOURCE_LABELS: Readonly<Record<string, string>> = {
  "service.name": "service",
  "service.namespace": "service_namespace",
  "service.instance.id": "instance",
  "host.name": "host",
  "cloud.region": "region",
  "deployment.environment.name": "environment",
  "deployment.environment": "environment",
  "container.name": "container",
  "k8s.cluster.name": "k8s_cluster",
  "k8s.namespace.name": "k8s_namespace",
  "k8s.pod.name": "k8s_pod",
  "k8s.node.name": "k8s_node",
};

/** The labels that a resource gives to all its series; the newer of two attributes for one label wins. */
export function resourceLabels(attributes: Attributes): Map<string, string> {
  const labels = new Map<string, string>();
  for (const [attribute, label] of Object.entries(RESOURCE_LABELS)) {
    const value = attributes.find(([name]) => name === attribute)?.[1];
    if (value && !labels.has(label)) labels.set(label, value);
  }
  return labels;
}

/** A metric or attribute name in the letters of Prometheus: dots and all else become `_`, a leading digit gets one in front. */
export function plainName(name: string): string {
  const plain = name.replace(/[^a-zA-Z0-9_]/g, "_").replace(/^__+/, "_");
  return /^[0-9]/.test(plain) ? `_${plain}` : plain;
}

/** The labels of one point: the resource's, the scope's name, its own; one of its own that is taken already gets `exported_` in front. */
export function pointLabels(base: ReadonlyMap<string, string>, attributes: Attributes): [string, string][] {
  const own = attributes.map(([name, value]): [string, string] => {
    const label = plainName(name);
    return [base.has(label) ? `exported_${label}` : label, value];
  });
  return [...base, ...own];
}
