import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** An invalid field of a request. `code` is a sentence: the SDK shows it. */
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

/** `code` and `entity_id`: recorded (workos-ruby cassettes, 2020–2024). Message: the OpenAPI document's example. */
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

/** For a valid request that WorkOS rejects: a message only. */
export function unprocessable(message: string): ApiError {
  return new ApiError(422, { message });
}

/** For an invalid request (recorded, workos-ruby cassettes, 2020–2024). */
export function invalid(errors: readonly Problem[]): ApiError {
  return new ApiError(422, { message: "Validation failed", errors });
}

export function errorResponse(error: Error, context: Context): Response {
  if (error instanceof ApiError) return context.json(error.body, error.status);
  // A bug in the sandbox: must not look like a WorkOS error.
  return context.json({ message: `Internal sandbox error: ${error.message}` }, 500);
}
