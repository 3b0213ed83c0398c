import type pg from "pg";

type Connection = { query(text: string): void };

const HEADER_BYTES = 19;

/**
 * Runs a query and returns its rows in PostgreSQL's binary form. pg itself reads every value as text, which doubles a bytea on
 * the wire and costs more than decoding it. The text may hold only numbers and checked identifiers: COPY takes no parameters.
 */
export async function copyOut(pool: pg.Pool, text: string): Promise<CopiedRows> {
  const client = await pool.connect();
  try {
    const bytes = await new Promise<Buffer>((resolve, reject) => {
      client.query(
        new CopyOut(`COPY (${text}) TO STDOUT (FORMAT binary)`, resolve, reject) as unknown as pg.Submittable,
      );
    });
    client.release();
    return new CopiedRows(bytes);
  } catch (error) {
    // After an error of the server the session is in order; after one of the socket pg discards it by itself.
    client.release(isServerError(error) ? undefined : true);
    throw error;
  }
}

function isServerError(error: unknown): boolean {
  return typeof (error as { severity?: unknown }).severity === "string";
}

/** What pg's client calls while the query is the active one. */
class CopyOut {
  private bytes = Buffer.allocUnsafe(65_536);
  private count = 0;
  private failed = false;

  constructor(
    private readonly text: string,
    private readonly resolve: (bytes: Buffer) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  submit(connection: Connection): void {
    connection.query(this.text);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.count + chunk.length > this.bytes.length) {
      const grown = Buffer.allocUnsafe((this.count + chunk.length) * 2);
      grown.set(this.bytes.subarray(0, this.count));
      this.bytes = grown;
    }
    this.bytes.set(chunk, this.count);
    this.count += chunk.length;
  }

  handleError(error: Error): void {
    this.failed = true;
    this.reject(error);
  }

  handleReadyForQuery(): void {
    if (!this.failed) this.resolve(this.bytes.subarray(0, this.count));
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
}

/** Rows one after the other: next(), then the row's values in the order of the query, none of them null. */
export class CopiedRows {
  private at = HEADER_BYTES;

  constructor(private readonly bytes: Buffer) {}

  next(): boolean {
    if (this.at + 2 > this.bytes.length) return false;
    const fields = this.bytes.readInt16BE(this.at);
    this.at += 2;
    return fields >= 0;
  }

  int(): number {
    const length = this.length();
    const { bytes, at } = this;
    this.at += length;
    return length === 4 ? bytes.readInt32BE(at) : bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
  }

  payload(): Buffer {
    const length = this.length();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  uuid(): string {
    const hex = this.payload().toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  private length(): number {
    const length = this.bytes.readInt32BE(this.at);
    this.at += 4;
    return length;
  }
}

/** A list of whole numbers as an array literal of that type. */
export function integers(values: Iterable<number>, type: "int" | "bigint"): string {
  return `'{${[...values].map((value) => Math.trunc(value)).join(",")}}'::${type}[]`;
}

/** An organization's id as a literal. Throws when it is not a uuid. */
export function uuidLiteral(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw new Error("not a uuid");
  return `'${id}'::uuid`;
}
