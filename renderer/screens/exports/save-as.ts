/** Hands a document to the person's files. */
import { shell } from '../../api/shell.ts';

/** A larger document goes the browser's way in the desktop program too, which knows it and copies nothing meanwhile. */
const MOST_BYTES_BY_SHELL = 20_000_000;
/** So long a browser may take to begin with what it was given. */
const GIVEN_FOR_MS = 60_000;

/**
 * Answers how it went: to where the person wanted it, to the browser's downloads, or nowhere, because the person thought
 * better of it. Rejects where the file can't be written.
 */
export async function saveAs(document_: Blob, name: string): Promise<'saved' | 'downloads' | 'nowhere'> {
  const desktop = shell();
  if (desktop !== undefined && document_.size <= MOST_BYTES_BY_SHELL) {
    const saved = await desktop.saveFile({ suggested_name: name, text: await document_.text() });
    return saved ? 'saved' : 'nowhere';
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(document_);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), GIVEN_FOR_MS);
  return 'downloads';
}
