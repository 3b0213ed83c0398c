import http from "node:http";
import { ask } from "@/bench/workload/send";

export type Question = { url: string; headers?: http.OutgoingHttpHeaders };

/** Milliseconds until the whole answer was there, for each question in turn on one kept connection; throws unless all answers are 200. */
export async function timed(questions: readonly Question[]): Promise<number[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  try {
    for (const { url, headers } of questions) {
      const began = performance.now();
      const { status, body } = await ask(url, { headers, agent });
      times.push(performance.now() - began);
      if (status !== 200) throw new Error(`${url.slice(0, 200)} answered ${status}: ${body.toString().slice(0, 300)}`);
    }
  } finally {
    agent.destroy();
  }
  return times;
}
