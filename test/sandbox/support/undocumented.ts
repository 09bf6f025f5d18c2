/**
 * What the sandbox does and `@workos/openapi-spec` doesn't list. Everything here is a decision, so
 * each one has its reason; whatever is not here must be as the document says.
 */

interface UndocumentedAnswer {
  readonly status: number;
  /** All operations, if absent. */
  readonly operation?: string;
  readonly reason: string;
}

export const UNDOCUMENTED_ANSWERS: readonly UndocumentedAnswer[] = [
  { status: 401, reason: "documented for the API as a whole, not for each operation" },
  {
    status: 400,
    reason:
      "a body that is not JSON, or a used Idempotency-Key (recorded); the document's 400s have other causes",
  },
  { status: 429, reason: "documented for the API as a whole, not for each operation" },
  {
    status: 404,
    operation: "delete /directories/{id}",
    reason: "the document has no answer for an unknown directory; that of GET was recorded",
  },
  {
    status: 404,
    operation: "delete /organizations/{id}",
    reason: "the document has no answer for an organization that does not exist",
  },
  {
    status: 404,
    operation: "post /organization_domains",
    reason: "the document has no answer for an unknown organization",
  },
  {
    status: 422,
    operation: "post /organization_domains",
    reason: "the document has no answer for a malformed or consumer domain",
  },
  {
    status: 409,
    operation: "post /organization_domains",
    reason:
      "a domain that another organization holds has a message only (recorded 2020); the document wants a code",
  },
  {
    status: 404,
    operation: "post /organization_domains/{id}/verify",
    reason: "the document has no answer for an unknown domain",
  },
];

const MESSAGE = {
  type: "object",
  required: ["message"],
  properties: { message: { type: "string" } },
};

const IT_CONTACT = {
  type: "object",
  required: ["object", "id", "email", "created_at", "updated_at"],
  properties: {
    object: { const: "it_contact" },
    id: { type: "string", pattern: "^it_contact_" },
    email: { type: "string" },
    created_at: { type: "string", format: "date-time" },
    updated_at: { type: "string", format: "date-time" },
  },
  additionalProperties: false,
};

const json = (schema: object) => ({ content: { "application/json": { schema } } });
const failures = (...statuses: number[]) =>
  Object.fromEntries(statuses.map((status) => [status, json(MESSAGE)]));
const body = (name: string, schema: object) => ({
  required: true,
  ...json({
    type: "object",
    required: [name],
    properties: { [name]: schema },
    additionalProperties: false,
  }),
});

/** Schemas whose `name` may be null: document 0.61 says so, 0.1 does not. */
export const NULLABLE_NAMES = ["Connection", "Directory"];

/**
 * IT contacts: in WorkOS's API reference and in SDK 11, not in the OpenAPI document 0.1. Written
 * down here in the document's own form, after those two. `/health` is neither; it needs no key.
 */
export const UNDOCUMENTED_PATHS = {
  "/health": {
    get: {
      responses: {
        200: json({
          type: "object",
          required: ["status"],
          properties: { status: { const: "ok" } },
          additionalProperties: false,
        }),
      },
    },
  },
  "/organizations/{id}/it_contacts": {
    get: {
      parameters: ["limit", "before", "after", "order"].map((name) => ({ name, in: "query", schema: {} })),
      responses: {
        200: json({
          type: "object",
          required: ["object", "data", "list_metadata"],
          properties: {
            object: { const: "list" },
            data: { type: "array", items: IT_CONTACT },
            list_metadata: {
              type: "object",
              required: ["before", "after"],
              properties: {
                before: { type: ["string", "null"] },
                after: { type: ["string", "null"] },
              },
            },
          },
        }),
        ...failures(403, 404, 422),
      },
    },
    post: {
      requestBody: body("email", { type: "string" }),
      responses: { 201: json(IT_CONTACT), ...failures(403, 404, 409, 422) },
    },
  },
  "/organizations/{id}/it_contacts/{contactId}": {
    delete: { responses: { 204: {}, ...failures(403, 404) } },
  },
  "/organizations/{id}/it_contacts/{contactId}/invite": {
    post: {
      requestBody: body("intents", {
        type: "array",
        items: {
          enum: ["sso", "directory_sync", "log_streams", "domain_verification", "bring_your_own_key"],
        },
      }),
      responses: { 204: {}, ...failures(403, 404, 409, 422) },
    },
  },
  "/organizations/{id}/it_contacts/{contactId}/revoke": {
    post: { responses: { 204: {}, ...failures(403, 404) } },
  },
};
