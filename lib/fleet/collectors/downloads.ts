import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { installScript } from "@/lib/fleet/collectors/install-script";

export interface Downloads {
  /** Hash of the bundle, which a collector compares with its own; null when there is no bundle. */
  readonly bundleHash: string | null;
  /** Answers GET /collector/install.sh and /collector/nocturne-collector.mjs; false for any other address. */
  answer(request: IncomingMessage, response: ServerResponse, origin: string): boolean;
}

const SCRIPT_PATH = "/collector/install.sh";
const BUNDLE_PATH = "/collector/nocturne-collector.mjs";

/** Reads the collector's bundle once and serves it beside its install script. */
export function createDownloads(bundlePath: string): Downloads {
  const bundle = readBundle(bundlePath);
  const bundleHash = bundle ? createHash("sha256").update(bundle).digest("hex") : null;

  function send(request: IncomingMessage, response: ServerResponse, type: string, body: Buffer | string): void {
    response.writeHead(200, {
      "content-type": `${type}; charset=utf-8`,
      "content-length": Buffer.byteLength(body),
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
      ...(bundleHash ? { etag: `"${bundleHash}"` } : {}),
    });
    response.end(request.method === "HEAD" ? undefined : body);
  }

  function respond(request: IncomingMessage, response: ServerResponse, path: string, origin: string): void {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
    } else if (!bundle || !bundleHash) {
      response.writeHead(404, { "content-type": "text/plain" }).end("This console was built without a collector.\n");
    } else if (path === SCRIPT_PATH) {
      send(request, response, "text/x-shellscript", installScript(origin, bundleHash));
    } else send(request, response, "text/javascript", bundle);
  }

  return {
    bundleHash,
    answer(request, response, origin) {
      const path = (request.url ?? "").split("?")[0] ?? "";
      if (path !== SCRIPT_PATH && path !== BUNDLE_PATH) return false;
      respond(request, response, path, origin);
      return true;
    },
  };
}

function readBundle(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
