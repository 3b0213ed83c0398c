import { runProduct } from "./launch/product.js";
import { untilStopped } from "./launch/stopping.js";

await untilStopped((life) => runProduct(life, { development: true }));
