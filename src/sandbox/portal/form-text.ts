import type { Context } from "hono";

/** A field of a sent form without the space around it; empty where it was not sent, or is a file. */
export async function formText(context: Context, name: string): Promise<string> {
  const value = (await context.req.parseBody())[name];
  return typeof value === "string" ? value.trim() : "";
}
