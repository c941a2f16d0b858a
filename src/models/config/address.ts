/** Addresses of providers: which are refused, and which are not on the user's own machines. */

/**
 * Whether what is sent to a host leaves the user's own machines and networks. Not remote are: this
 * machine, addresses that no router passes on (10/8, 172.16/12, 192.168/16, 100.64/10 as VPNs use it,
 * link-local, fc00::/7), and names that only a private name server knows: without a dot, or below
 * `local`, `lan`, `home`, `internal`, `intranet`, `corp`, `home.arpa`, `ts.net`.
 */
export function isRemote(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return false;
  return !isPrivateHost(parsed.hostname);
}

const PRIVATE_NAMES =
  /^(?:[^.]+|(?:.+\.)?(?:localhost|local|lan|home|internal|intranet|corp)|.+\.(?:home\.arpa|ts\.net))$/;

export function isPrivateHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  if (name.startsWith("[")) return isPrivateSix(name.slice(1, -1));
  const four = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(name);
  if (four === null) return PRIVATE_NAMES.test(name);
  const [a, b] = [Number(four[1]), Number(four[2])];
  if (a === 127 || a === 10 || a === 0) return true;
  if (a === 172) return b >= 16 && b < 32;
  if (a === 192) return b === 168;
  if (a === 169) return b === 254;
  return a === 100 && b >= 64 && b < 128;
}

/** Of an address as URLs spell it: shortened, with an embedded IPv4 address in hexadecimal. */
function isPrivateSix(address: string): boolean {
  if (address === "::1" || address === "::") return true;
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (mapped !== null) {
    const [high, low] = [Number.parseInt(mapped[1]!, 16), Number.parseInt(mapped[2]!, 16)];
    return isPrivateHost(`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`);
  }
  return /^f[cd]|^fe[89ab]/.test(address);
}

/** Why a provider can't have such an address; null: it can. `url` is not repeated: it may hold a key. */
export function urlFault(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.hostname === "") {
    return "url must begin with http:// or https://";
  }
  if (parsed.username !== "" || parsed.password !== "") {
    return 'no password in a url: write it as key = { env = "NAME" }';
  }
  if (parsed.search !== "" || parsed.hash !== "") {
    return 'nothing behind ? or # in a url; a key is written as key = { env = "NAME" }';
  }
  if (parsed.protocol === "http:" && !isPrivateHost(parsed.hostname)) {
    return `http://${parsed.hostname} is not encrypted: use https, or a tunnel (ssh -L)`;
  }
  return null;
}

/** The host with its port, as it is shown. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}
