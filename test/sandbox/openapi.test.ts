import { expect, it } from "vitest";
import { exchangeFaults } from "./support/openapi.ts";

/** The measure itself: it must find what is wrong, or everything measured by it is worthless. */

const link = {
  method: "POST",
  path: "/portal/generate_link",
  query: "",
  requestBody: { organization: "org_x", intent: "sso" },
  status: 201,
  responseBody: { link: "https://setup.workos.com/x" },
};

const list = {
  method: "GET",
  path: "/organizations",
  query: "?domains=a.com,b.com&limit=10",
  status: 200,
  responseBody: { object: "list", data: [], list_metadata: { before: null, after: null } },
};

const event = {
  object: "event",
  id: "event_x",
  event: "organization.deleted",
  created_at: "2026-11-23T12:00:00.000Z",
  data: {
    object: "organization",
    id: "org_x",
    name: "Acme",
    domains: [],
    metadata: {},
    external_id: null,
    created_at: "2026-11-23T12:00:00.000Z",
    updated_at: "2026-11-23T12:00:00.000Z",
  },
};

const events = {
  method: "GET",
  path: "/events",
  query: "?events=organization.deleted",
  status: 200,
  responseBody: { ...list.responseBody, data: [event] },
};

it.each([link, list, events])("passes what is documented", (exchange) => {
  expect(exchangeFaults(exchange)).toEqual([]);
});

it.each([
  ["an unknown path", { ...link, path: "/portal/link" }],
  ["an unknown method", { ...link, method: "PATCH" }],
  ["a wrong value in the request", { ...link, requestBody: { organization: "o", intent: "x" } }],
  ["an unknown member in the request", { ...link, requestBody: { organization: "o", foo: 1 } }],
  ["a member that lacks", { ...link, requestBody: {} }],
  ["no body", { ...link, requestBody: undefined }],
  ["an undocumented status", { ...link, status: 200 }],
  ["a wrong answer", { ...link, responseBody: { url: "x" } }],
  ["an unknown parameter", { ...list, query: "?domain=a.com" }],
  ["a limit out of range", { ...list, query: "?limit=101" }],
  ["a repeated parameter", { ...list, query: "?domains=a.com&domains=b.com" }],
  ["a list of something else", { ...list, responseBody: { ...list.responseBody, data: [{}] } }],
  [
    "an event about something else",
    { ...events, responseBody: { ...list.responseBody, data: [{ ...event, data: { id: "x" } }] } },
  ],
  ["no answer where one is documented", { ...list, responseBody: undefined }],
])("finds %s", (_what, exchange) => {
  expect(exchangeFaults(exchange)).not.toEqual([]);
});
