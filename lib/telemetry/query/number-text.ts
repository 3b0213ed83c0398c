const LARGEST = Number.MAX_SAFE_INTEGER;
const DECIMALS = 4;
const SCALE = 10 ** DECIMALS;
const ZERO = 48;
const ROOM = 32;

/**
 * JSON text of many numbers, as bytes. Whole numbers and decimals of up to four places are written digit by digit, several times
 * as quickly as through strings; all others by String(), so that every number reads back exactly.
 */
export class NumberText {
  private bytes = Buffer.allocUnsafe(65_536);
  private at = 0;

  text(text: string): void {
    this.reserve(text.length * 3);
    this.at += this.bytes.write(text, this.at);
  }

  /** `[1,2.5,null]`: what JSON cannot say (NaN, infinities) is null. With `places` (at most nine), numbers are rounded to so many decimals. */
  array(column: Float64Array, places?: number): void {
    this.reserve(column.length * ROOM + 2);
    const scale = places === undefined ? 0 : 10 ** places;
    this.bytes[this.at++] = 91;
    for (let n = 0; n < column.length; n++) {
      if (n > 0) this.bytes[this.at++] = 44;
      if (scale === 0) this.exact(column[n] as number);
      else this.rounded(column[n] as number, scale);
    }
    this.bytes[this.at++] = 93;
  }

  /** What was written between two marks, to be written again. */
  mark(): number {
    return this.at;
  }

  again(from: number, to: number): void {
    this.reserve(to - from);
    this.bytes.copyWithin(this.at, from, to);
    this.at += to - from;
  }

  done(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.bytes.subarray(0, this.at));
  }

  private exact(value: number): void {
    const scaled = Math.round(value * SCALE);
    if (scaled / SCALE === value && Math.abs(scaled) <= LARGEST) this.decimal(scaled, SCALE);
    else this.anything(value);
  }

  private rounded(value: number, scale: number): void {
    const scaled = Math.round(value * scale);
    if (Math.abs(scaled) <= LARGEST) this.decimal(scaled, scale);
    else this.anything(value);
  }

  private anything(value: number): void {
    const text = Number.isFinite(value) ? String(value) : "null";
    // Twenty characters at most: a call of Buffer.write costs more than this loop.
    for (let n = 0; n < text.length; n++) this.bytes[this.at++] = text.charCodeAt(n);
  }

  private decimal(scaled: number, scale: number): void {
    if (scaled < 0) this.bytes[this.at++] = 45;
    const size = Math.abs(scaled);
    const whole = Math.floor(size / scale);
    this.digits(whole);
    this.fraction(size - whole * scale, scale);
  }

  private digits(whole: number): void {
    let width = 1;
    for (let limit = 10; whole >= limit; limit *= 10) width++;
    let place = this.at + width;
    this.at = place;
    let rest = whole;
    // Above 2^31 in two halves: integer arithmetic is what makes this quick.
    while (rest >= 0x7fffffff) {
      const head = Math.floor(rest / 10);
      this.bytes[--place] = ZERO + rest - head * 10;
      rest = head;
    }
    do {
      const head = (rest / 10) | 0;
      this.bytes[--place] = ZERO + rest - head * 10;
      rest = head;
    } while (rest > 0);
  }

  private fraction(fraction: number, scale: number): void {
    if (fraction === 0) return;
    this.bytes[this.at++] = 46;
    let rest = fraction;
    for (let unit = scale / 10; rest > 0; unit /= 10) {
      const digit = (rest / unit) | 0;
      this.bytes[this.at++] = ZERO + digit;
      rest -= digit * unit;
    }
  }

  private reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe((this.at + count) * 2);
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
  }
}
