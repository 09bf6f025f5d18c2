/** The flags that every command takes. */
export interface Globals {
  readonly env?: string | undefined;
  readonly json?: boolean;
  /** False with `--no-input`. */
  readonly input: boolean;
  readonly yes?: boolean;
  /** Seconds for one attempt of one request. */
  readonly timeout: number;
  readonly verbose?: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
}
