/** The console's API as a program with a key uses it; every answer that is not a success throws with what was said. */
export type ConsoleApi = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  remove(path: string): Promise<void>;
};

export function consoleApi(address: string, token: string): ConsoleApi {
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const answer = await fetch(new URL(path, address), {
      method,
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  return {
    get: async <T>(path: string) => (await ask("GET", path)).json() as Promise<T>,
    post: async <T>(path: string, body: unknown) => (await ask("POST", path, body)).json() as Promise<T>,
    remove: async (path) => {
      await ask("DELETE", path);
    },
  };
}
