import type { Row } from "@/bench/measure/row";

export type ClaimOptions = {
  rounds: number;
  /** Small sizes, to see that everything works; its figures are not for the report. */
  quick: boolean;
  say: (words: string) => void;
};

/** Measures one claim beside its peers and answers its rows. */
export type Claim = (options: ClaimOptions) => Promise<Row[]>;
