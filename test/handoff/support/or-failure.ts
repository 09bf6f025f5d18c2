import { Failure } from "../../../src/failure.ts";

/** What is understood, or the failure that says why it is not. Anything else that is thrown is an error of the test. */
export function orFailure<T>(parse: () => T): T | Failure {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
