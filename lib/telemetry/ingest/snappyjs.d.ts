declare module "snappyjs" {
  const snappyjs: { uncompress(body: Buffer): Buffer; compress(body: Buffer): Buffer };
  export default snappyjs;
}
