/** What Node says about connections, in words for one line. */
import { Cancelled } from "../../base/errors.ts";
import { WireError } from "./transport.ts";

const UNTRUSTED =
  "its certificate is not trusted (NODE_EXTRA_CA_CERTS can name a file with the authority's)";

/** By `error.code`; `@` stands for the host. */
const TEXTS: Readonly<Record<string, string>> = {
  ENOTFOUND: "there is no host @",
  EAI_AGAIN: "the name @ can't be looked up now",
  EAI_NODATA: "there is no host @",
  ECONNREFUSED: "nobody listens at @",
  ECONNRESET: "@ closed the connection",
  ECONNABORTED: "@ closed the connection",
  EPIPE: "@ closed the connection",
  ERR_STREAM_PREMATURE_CLOSE: "@ closed the connection",
  ETIMEDOUT: "@ can't be reached",
  EHOSTUNREACH: "@ can't be reached",
  EHOSTDOWN: "@ can't be reached",
  ENETUNREACH: "no network leads to @",
  ENETDOWN: "no network leads to @",
  EADDRNOTAVAIL: "no network leads to @",
  CERT_HAS_EXPIRED: "@: its certificate has expired",
  CERT_NOT_YET_VALID: "@: its certificate is not valid yet (is the clock right?)",
  DEPTH_ZERO_SELF_SIGNED_CERT: `@: ${UNTRUSTED}`,
  SELF_SIGNED_CERT_IN_CHAIN: `@: ${UNTRUSTED}`,
  UNABLE_TO_GET_ISSUER_CERT: `@: ${UNTRUSTED}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `@: ${UNTRUSTED}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `@: ${UNTRUSTED}`,
  CERT_UNTRUSTED: `@: ${UNTRUSTED}`,
  ERR_TLS_CERT_ALTNAME_INVALID: "@: its certificate is for another name",
  EPROTO: "@ does not speak TLS (is it http and not https?)",
  ERR_PROXY_TUNNEL: "the proxy (HTTPS_PROXY) does not let us through to @",
  ERR_PROXY_INVALID_CONFIG: "HTTPS_PROXY or HTTP_PROXY is no address of a proxy",
};

/** The error that a transport rejects with. `host` is shown. Bugs (a TypeError) are passed on. */
export function wireFault(error: unknown, host: string): Error {
  if (error instanceof WireError || error instanceof Cancelled) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (typeof code !== "string") {
    return error instanceof Error ? error : new Error(`no error but ${typeof error} was thrown`);
  }
  const text = TEXTS[code];
  if (text !== undefined)
    return new WireError(
      "offline",
      text.replaceAll("@", () => host),
    );
  if (/^(?:Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING|ERR_ZSTD|ZSTD_)/.test(code)) {
    return new WireError("garbage", `${host} compresses badly (${code})`);
  }
  if (code.startsWith("HPE_")) {
    return new WireError("garbage", `${host} does not speak HTTP (${code})`);
  }
  if (code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS")) {
    return new WireError("offline", `${host} does not speak TLS (${code})`);
  }
  if (code === "ERR_INVALID_URL") return new WireError("offline", "its url is no address");
  return new WireError("offline", `${host} can't be reached (${code})`);
}
