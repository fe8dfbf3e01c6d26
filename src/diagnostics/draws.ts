// The draws of one scalar quantity over chains: what every diagnostic takes.

export interface Draws {
  readonly chains: number;
  /** Draws per chain. */
  readonly draws: number;
  /** Length chains * draws; chain after chain, draws of a chain contiguous and in order. */
  readonly values: Float64Array;
}
