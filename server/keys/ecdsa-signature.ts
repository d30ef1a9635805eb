/** The two spellings of a P-256 signature: OpenSSL answers DER, a JWS carries the bare numbers. */

const NUMBER_BYTES = 32;
const SEQUENCE = 0x30;
const INTEGER = 0x02;

/**
 * Turns the DER of an ECDSA signature over P-256 (SEQUENCE of INTEGER r, INTEGER s) into the 64 bytes r‖s.
 * Signing in DER and converting here is twice as fast as asking OpenSSL for the bare form.
 * Throws RangeError for anything that is not such a signature. RFC 7518 §3.4
 */
export function rawFromDer(der: Buffer): Buffer {
  // Both numbers of P-256 fit in one-byte lengths, so their places are fixed.
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2) throw notSuchSignature();
  const rLength = der[3];
  if (der[2] !== INTEGER || rLength === undefined) throw notSuchSignature();
  const sAt = 4 + rLength;
  const sLength = der[sAt + 1];
  if (der[sAt] !== INTEGER || sLength === undefined || sAt + 2 + sLength !== der.length) throw notSuchSignature();

  const raw = Buffer.allocUnsafe(2 * NUMBER_BYTES);
  copyNumber(der, 4, rLength, raw, 0);
  copyNumber(der, sAt + 2, sLength, raw, NUMBER_BYTES);
  return raw;
}

/** DER drops leading zeros and adds one where the first bit is set; the bare form has exactly 32 bytes. */
function copyNumber(der: Buffer, at: number, length: number, raw: Buffer, rawAt: number): void {
  const surplus = length > NUMBER_BYTES ? length - NUMBER_BYTES : 0;
  if (length === 0 || surplus > 1 || (surplus === 1 && der[at] !== 0)) throw notSuchSignature();
  const padding = NUMBER_BYTES - (length - surplus);
  raw.fill(0, rawAt, rawAt + padding);
  der.copy(raw, rawAt + padding, at + surplus, at + length);
}

function notSuchSignature(): RangeError {
  return new RangeError('Expected the DER form of an ECDSA signature over P-256.');
}
