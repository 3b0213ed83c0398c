/** The line that makes a machine a collector of this console; the code counts once. */
export function enrolCommand(origin: string, code: string): string {
  return `curl -fsSL '${origin}/collector/install.sh' | sudo sh -s -- --token ${code}`;
}
