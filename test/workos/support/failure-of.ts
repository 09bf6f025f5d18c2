import { Failure } from "../../../src/failure.ts";

/** The failure that something ends with. Anything else, success included, is an error of the test. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const outcome = await work.then(
    (value) => new Error(`it did not fail, but gave ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof Failure) return outcome;
  throw outcome;
}
