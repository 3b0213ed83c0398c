const LIVE = process.stdout.isTTY && !process.env.CI;
const NAME_WIDTH = 14;

/** Runs one named step and shows that it runs, what came of it and how long it took. `work` may return words to show. */
export async function step(name, doing, work) {
  const started = performance.now();
  const show = (mark, words) => `${mark} ${name.padEnd(NAME_WIDTH)} ${words}`;
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  let announced = false;
  const announce = () => {
    if (LIVE) process.stdout.write(`\r\x1b[2K${show("·", `${doing} ${seconds()}`)}`);
    else if (!announced) process.stdout.write(`${show("·", doing)}\n`);
    announced = true;
  };
  const timer = setInterval(announce, LIVE ? 250 : 1_500);
  const clear = () => {
    clearInterval(timer);
    if (LIVE && announced) process.stdout.write("\r\x1b[2K");
  };
  try {
    const { words = doing, ...result } = (await work()) ?? {};
    clear();
    process.stdout.write(`${show("✓", `${words} · ${seconds()}`)}\n`);
    return result;
  } catch (error) {
    clear();
    process.stdout.write(`${show("✗", `${doing} · ${seconds()}`)}\n`);
    throw error;
  }
}
