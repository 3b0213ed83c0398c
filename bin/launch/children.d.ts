export type Children = {
  start(name: string, options: string[], environment: NodeJS.ProcessEnv): void;
  stop(): Promise<void>;
};
export function superviseChildren(options: { data: string; say(words: string): void; firstPauseMs?: number }): Children;
