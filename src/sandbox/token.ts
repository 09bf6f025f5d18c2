import { randomBytes } from "node:crypto";

/** A part of an address that can't be guessed: 192 bits, 32 characters that are safe in a URL. */
export function newToken(): string {
  return randomBytes(24).toString("base64url");
}
