import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** One member of a request that is wrong. `code` is the reason as a sentence, and the SDK shows it. */
export interface Problem {
  readonly field: string;
  readonly code: string;
}

interface ErrorBody {
  readonly message: string;
  readonly code?: string;
  readonly entity_id?: string;
  readonly errors?: readonly Problem[];
}

/** An answer other than the one asked for, in a shape that WorkOS documents. */
export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: ErrorBody;

  constructor(status: ContentfulStatusCode, body: ErrorBody) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

export function badRequest(message: string, code?: string): ApiError {
  return new ApiError(400, code === undefined ? { message } : { code, message });
}

/** Code and id: recorded, workos-ruby cassettes, 2020–2024. The message is that of the OpenAPI document's example. */
export function notFound(kind: string, id: string): ApiError {
  return new ApiError(404, {
    message: `${kind} not found: '${id}'.`,
    code: "entity_not_found",
    entity_id: id,
  });
}

export function conflict(message: string, code?: string): ApiError {
  return new ApiError(409, code === undefined ? { message } : { code, message });
}

/** A well-formed request that WorkOS will not carry out: a message and nothing else. */
export function unprocessable(message: string): ApiError {
  return new ApiError(422, { message });
}

/** A request that breaks the shape (recorded, workos-ruby cassettes, 2020–2024). */
export function invalid(errors: readonly Problem[]): ApiError {
  return new ApiError(422, { message: "Validation failed", errors });
}

/** Hono's error handler: the one place that turns a thrown error into an answer. */
export function handleError(error: Error, context: Context): Response {
  if (error instanceof ApiError) return context.json(error.body, error.status);
  // A mistake in the sandbox itself: it must not look like anything WorkOS would say.
  return context.json({ message: `The sandbox failed: ${error.message}` }, 500);
}
