export function runningUrl(folder: string): string | undefined;
