/** One answer, as it comes in: knows when it is whole. Enough of HTTP/1.1 for servers that behave (RFC 9112 §6). */

export class Exchange {
  answer = '';
  status = 0;
  #end: number | 'chunked' = -1;

  /** Takes the next part; whether the answer is whole now. */
  add(part: string): boolean {
    this.answer += part;
    if (this.#end === -1) this.#readHead();
    if (this.#end === -1) return false;
    return this.#end === 'chunked' ? this.answer.endsWith('\r\n0\r\n\r\n') : this.answer.length >= this.#end;
  }

  #readHead(): void {
    const head = this.answer.indexOf('\r\n\r\n');
    if (head === -1) return;
    this.status = Number(this.answer.slice(9, 12));
    const lines = this.answer.slice(0, head).toLowerCase();
    const at = lines.indexOf('\r\ncontent-length:');
    if (at !== -1) this.#end = head + 4 + Number.parseInt(lines.slice(at + 17), 10);
    else this.#end = lines.includes('\r\ntransfer-encoding: chunked') ? 'chunked' : head + 4;
  }
}
