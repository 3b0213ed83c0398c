import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Leftovers } from "@/bench/measure/leftovers";
import { installed, type Program, startProgram } from "@/bench/peers/program";
import { ask } from "@/bench/workload/send";

export type Nginx = Program & {
  url: string;
  /** How many requests it has answered so far. */
  requests(): Promise<number>;
};

/** Debian's nginx that answers every address with 200, as what checks look at; undefined when it is not installed. */
export async function startNginx(leftovers: Leftovers, port: number): Promise<Nginx | undefined> {
  const command = installed("nginx");
  if (!command) return undefined;
  const folder = leftovers.folder("nginx");
  const config = path.join(folder, "nginx.conf");
  writeFileSync(config, configuration(folder, port));
  const url = `http://127.0.0.1:${port}`;
  const program = await startProgram(leftovers, {
    command,
    options: ["-c", config, "-e", path.join(folder, "error.log")],
    log: path.join(folder, "log"),
    ready: async () => (await ask(url)).status === 200,
  });
  return {
    ...program,
    url,
    async requests() {
      const { body } = await ask(`${url}/requests-so-far`);
      const [, handled] = /^\s*\d+ \d+ (\d+)/m.exec(body.toString()) ?? [];
      return Number(handled);
    },
  };
}

function configuration(folder: string, port: number): string {
  const kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return `daemon off;
worker_processes 1;
pid ${folder}/pid;
events { worker_connections 4096; }
http {
  access_log off;
  ${kept.join(" ")}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location = /requests-so-far { stub_status; }
    location / { return 200 "ok\\n"; }
  }
}
`;
}
