export function buildProduct(): Promise<{ words: string }>;
export function installDependencies(): Promise<{ words: string }>;
export function generateClient(): Promise<{ words: string }>;
