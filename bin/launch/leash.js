// Preloaded into each child: when the launcher is gone, however it went, the child ends as if it had been asked to.
const LAST_SECONDS = 15;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), LAST_SECONDS * 1000).unref();
  process.kill(process.pid, "SIGTERM");
});
process.channel?.unref();
