/** How long one waits for a sign of life. Each sign starts the wait anew. */
export interface Patience {
  /** Aborts when there was none for too long. */
  readonly signal: AbortSignal;
  sign(): void;
  end(): void;
}

export function createPatience(longest_ms: number): Patience {
  const over = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => clearTimeout(timer);
  const sign = () => {
    end();
    timer = setTimeout(() => over.abort(), longest_ms);
  };
  sign();
  return { signal: over.signal, sign, end };
}

/** Reads an answer whole, however large it is; each piece is a sign. Throws where it is cut. */
export async function wholeBody(response: Response, sign: () => void): Promise<Blob> {
  const reader = response.body?.getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
    sign();
    pieces.push(next.value);
  }
  return new Blob(pieces, { type: response.headers.get('content-type') ?? '' });
}
