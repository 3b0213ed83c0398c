import { type ProductPlace, startProduct } from "./product";

/** Starts one product for all browser tests of a run; workers find it through the environment. */
export default async function start(): Promise<() => Promise<void>> {
  const product = await startProduct();
  const place: ProductPlace = { address: product.address, data: product.data };
  process.env["NOCTURNE_E2E"] = JSON.stringify(place);
  return async () => {
    const code = await product.stop();
    if (code !== 0) throw new Error(`The product ended with ${code}. It said:\n${product.said()}`);
  };
}
