/** How one field of an OTLP message is written in protobuf, and so what it is in JSON. */
export type Scalar = "text" | "bytes" | "bool" | "uint" | "int" | "sint" | "double" | "fixed64" | "sfixed64" | "flags";

type Form = { name: string; repeated?: boolean } & ({ scalar: Scalar } | { message: () => Fields });

/** The fields of a message by their protobuf number; names are those of OTLP's JSON. */
export type Fields = Readonly<Record<number, Form>>;

/** A decoded message: absent fields are absent, unknown ones are dropped. Times and counts of 64 bits are bigint. */
export type Message = { readonly [name: string]: Value | Value[] | undefined };
export type Value = string | number | bigint | boolean | Buffer | Message;

/** Bounds of one request: how deep values nest and how many messages it holds. */
export const MOST_DEPTH = 24;
export const MOST_MESSAGES = 300_000;
