export function buildProduct(): Promise<{ words: string }>;
