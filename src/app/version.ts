/** The version, put in when the bundle is made. */
declare const HUNCH_VERSION: string | undefined;

export const VERSION = typeof HUNCH_VERSION === "undefined" ? "0.0.0-source" : HUNCH_VERSION;
