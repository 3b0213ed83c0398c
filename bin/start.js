// Plain words that even an old Node understands: the version is judged before anything newer is loaded.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Nocturne needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}
void Promise.all([import("./launch/stopping.js"), import("./launch/product.js")]).then(
  ([{ untilStopped }, { runProduct }]) => untilStopped((life) => runProduct(life)),
);
