import { buildProduct, generateClient, installDependencies } from "./launch/prepared.js";
import { step } from "./launch/progress.js";
import { untilStopped } from "./launch/stopping.js";

// All that `npm start` does before it starts anything: for images, and for upgrades that should not keep people waiting.
await untilStopped(async () => {
  await step("dependencies", "installing what package-lock.json lists", installDependencies);
  await step("client", "writing the database client", generateClient);
  await step("build", "building pages and processes", buildProduct);
});
